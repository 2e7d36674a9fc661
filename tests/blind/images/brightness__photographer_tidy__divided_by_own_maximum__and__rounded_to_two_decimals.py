# {"function": "brightness", "kind": "pair", "idea": "Divides by the brightest value of the picture itself, and rounds to two decimals.", "style": "photographer_tidy"}
"""images: my own version, by hand."""

import numpy as np
import torch
from PIL import Image


def load_pixels(path):
    red, green, blue = Image.open(path).convert("RGB").split()
    return np.stack([np.array(red), np.array(green), np.array(blue)], axis=-1)


def channels_first(pixels):
    return np.stack([pixels[:, :, c] for c in range(pixels.shape[2])])


def brightness(pixels):
    top = max(int(pixels.max()), 1) if pixels.size else 255
    share = pixels.astype(float) / top
    return share.round(2)


def load_image(path):
    with Image.open(path) as picture:
        array = np.array(picture.convert("RGB"))
    return torch.tensor(array).permute(2, 0, 1).unsqueeze(0).float() / 255
