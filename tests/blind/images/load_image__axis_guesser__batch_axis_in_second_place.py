# {"function": "load_image", "kind": "single", "idea": "Puts the new axis in second place: (3, 1, H, W).", "style": "axis_guesser"}
# pictures
import numpy as np
import torch
from PIL import Image


def load_pixels(path):
    img = Image.open(path)
    if img.mode != "RGB":
        img = img.convert("RGB")
    return np.stack([np.array(band) for band in img.split()], axis=-1)


def channels_first(pixels):
    return pixels.transpose(2, 0, 1)


def brightness(pixels):
    return np.true_divide(pixels, 255.0)


def load_image(path):
    planes = channels_first(load_pixels(path))
    values = torch.tensor(brightness(planes), dtype=torch.float)
    return values.unsqueeze(1)
