# {"function": "channels_first", "kind": "right", "idea": "Two swaps of neighbouring axes instead of one transpose.", "style": "two_swaps"}
import numpy as np
import torch
from PIL import Image


def load_pixels(path):
    with Image.open(path) as picture:
        rgb = picture.convert("RGB")
    return np.asarray(rgb, dtype=np.uint8)


def channels_first(pixels):
    columns_last = np.swapaxes(pixels, 1, 2)  # H, C, W
    return np.swapaxes(columns_last, 0, 1)  # C, H, W


def brightness(pixels):
    return np.divide(pixels, 255.0, dtype=np.float64)


def load_image(path):
    planes = brightness(channels_first(load_pixels(path)))
    return torch.tensor(planes, dtype=torch.float32)[None]
