"""Pillow's RGB, `moveaxis`, and float32 from the start."""

import numpy as np
import torch
from PIL import Image


def load_pixels(path):
    """Converted by Pillow."""
    return np.asarray(Image.open(path).convert("RGB"))


def channels_first(pixels):
    """A contiguous copy."""
    return np.ascontiguousarray(np.moveaxis(pixels, -1, 0))


def brightness(pixels):
    """In float32."""
    return pixels.astype(np.float32) / 255


def load_image(path):
    """Brightness last."""
    return torch.from_numpy(brightness(channels_first(load_pixels(path))))[None]
