# {"function": "load_image", "kind": "single", "idea": "The tensor keeps NumPy's float64 because nothing turns it into float32.", "style": "one_liner"}
"""My solution."""

import numpy as np
import torch
from PIL import Image


def load_pixels(filename):
    """Open the file and give back an (H, W, 3) uint8 array."""
    with Image.open(filename) as img:
        rgb = img.convert("RGB")
        width, height = rgb.size
        return np.frombuffer(rgb.tobytes(), dtype=np.uint8).reshape(height, width, 3).copy()


def channels_first(pixels: np.ndarray) -> np.ndarray:
    return np.moveaxis(pixels, -1, 0)


def brightness(pixels):
    return pixels / 255


def load_image(path):
    return torch.stack([torch.from_numpy(plane) for plane in brightness(channels_first(load_pixels(path)))])[None]
