# {"function": "load_image", "kind": "pair", "idea": "Stays float64. And reshapes (H, W, 3) to (3, H, W) instead of moving the axis.", "style": "pipeline_builder"}
"""From file to tensor."""
import numpy as np
import torch
from PIL import Image


def load_pixels(path):
    return np.array(Image.open(path).convert("RGB"))


def channels_first(pixels):
    return pixels.transpose(2, 0, 1)


def brightness(pixels):
    return pixels / 255


def load_image(path):
    array = load_pixels(path)
    height, width, depth = array.shape
    steps = [
        lambda a: a.reshape(depth, height, width),
        brightness,
        lambda a: torch.from_numpy(np.array(a)),
        lambda t: t.double(),
        lambda t: t.unsqueeze(0),
    ]
    for step in steps:
        array = step(array)
    return array
