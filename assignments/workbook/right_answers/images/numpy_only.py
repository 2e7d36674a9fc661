"""One rule for each kind of picture, in numpy; torch only at the very end."""

import numpy as np
import torch
from PIL import Image


def load_pixels(path):
    """Look colours up, repeat grey, drop transparency."""
    with Image.open(path) as picture:
        stored = np.array(picture)
        if picture.mode == "P":
            colours = np.array(picture.getpalette(), dtype=np.uint8).reshape(-1, 3)
            return colours[stored]
    if stored.ndim == 2:
        stored = stored[..., None]
    if stored.shape[2] in (2, 4):
        stored = stored[..., :-1]
    return stored if stored.shape[2] == 3 else np.repeat(stored, 3, axis=2)


def channels_first(pixels):
    """Plane by plane."""
    return np.stack([pixels[..., channel] for channel in range(pixels.shape[-1])])


def brightness(pixels):
    """By a multiplication."""
    return np.multiply(pixels, 1 / 255, dtype=np.float64)


def load_image(path):
    """A batch made by numpy."""
    batch = np.expand_dims(channels_first(brightness(load_pixels(path))), 0)
    return torch.as_tensor(batch.astype("float32"))
