# {"function": "brightness", "kind": "right", "idea": "Looks each value up in a table of 256 brightnesses.", "style": "lookup_table"}
# images.py

import numpy as np
import torch
from PIL import Image

BRIGHTEST = 255


def load_pixels(path):
    red, green, blue = Image.open(path).convert("RGB").split()
    return np.stack([np.array(red), np.array(green), np.array(blue)], axis=-1)


def channels_first(pixels):
    return np.stack([pixels[:, :, c] for c in range(pixels.shape[2])])


_TABLE = np.arange(256, dtype=np.float64) / BRIGHTEST


def brightness(pixels):
    return _TABLE[pixels]


def load_image(path):
    planes = brightness(channels_first(load_pixels(path)))
    return torch.tensor(planes, dtype=torch.float32)[None]
