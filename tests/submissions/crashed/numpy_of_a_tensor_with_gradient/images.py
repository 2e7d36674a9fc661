import numpy as np
import torch
from PIL import Image


def load_pixels(path):
    with open(path, "rb") as file:
        return np.array(Image.open(file).convert("RGB"))


def channels_first(pixels):
    return pixels.swapaxes(1, 2).swapaxes(0, 1)


def brightness(pixels):
    return np.true_divide(pixels, 255, dtype=np.float32)


def load_image(path):
    pixels = load_pixels(path)
    for step in (channels_first, brightness, np.ascontiguousarray):
        pixels = step(pixels)
    return torch.from_numpy(pixels).unsqueeze(dim=0)
