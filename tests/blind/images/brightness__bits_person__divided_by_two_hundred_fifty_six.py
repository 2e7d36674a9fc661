# {"function": "brightness", "kind": "single", "idea": "Divides by 256, the number of values, instead of by 255.", "style": "bits_person"}
"""Task: images."""

import numpy as np
import torch
from PIL import Image


def load_pixels(path):
    red, green, blue = Image.open(path).convert("RGB").split()
    return np.stack([np.array(red), np.array(green), np.array(blue)], axis=-1)


def channels_first(pixels):
    return np.stack([pixels[:, :, c] for c in range(pixels.shape[2])])


def brightness(pixels):
    levels = 2**8
    return pixels.astype(np.float64) / levels


def load_image(path):
    with Image.open(path) as picture:
        array = np.array(picture.convert("RGB"))
    return torch.tensor(array).permute(2, 0, 1).unsqueeze(0).float() / 255
