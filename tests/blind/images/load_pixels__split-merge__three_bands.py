# {"function": "load_pixels", "kind": "right", "idea": "right: splits RGBA into bands and stacks the first three", "style": "split-merge"}
import numpy as np
from PIL import Image
import torch

BRIGHTEST = 255


def load_pixels(path):
    with Image.open(path) as picture:
        red, green, blue, _ = picture.convert("RGBA").split()
    return np.stack([np.asarray(red), np.asarray(green), np.asarray(blue)], axis=2)


def channels_first(pixels):
    return pixels.transpose(2, 0, 1)


def brightness(pixels):
    return pixels / BRIGHTEST


def load_image(path):
    pixels = load_pixels(path)
    planes = brightness(channels_first(pixels))
    return torch.tensor(planes, dtype=torch.float32).unsqueeze(0)
