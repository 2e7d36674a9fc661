# {"function": "channels_first", "kind": "single", "idea": "Names red, green and blue by hand: other numbers of channels break or are cut to three.", "style": "rgb_only_thinker"}
"""From file to tensor."""
import numpy as np
import torch
from PIL import Image


def load_pixels(path):
    img = Image.open(path)
    if img.mode != "RGB":
        img = img.convert("RGB")
    return np.stack([np.array(band) for band in img.split()], axis=-1)


def channels_first(pixels):
    red = pixels[:, :, 0]
    green = pixels[:, :, 1]
    blue = pixels[:, :, 2]
    return np.array([red, green, blue])


def brightness(pixels):
    return np.true_divide(pixels, 255.0)


def load_image(path):
    rgb = np.array(Image.open(path).convert("RGB"))
    return torch.from_numpy(rgb).permute(2, 0, 1).unsqueeze(0).float() / 255
