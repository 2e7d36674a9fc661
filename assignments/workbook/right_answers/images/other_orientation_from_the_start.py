"""Pixels column by column, and turned back by exchanging the outer axes."""

import numpy as np
from PIL import Image

ONLY_WITH = {"orientation": "either"}


def load_pixels(path):
    """(W, H, 3)."""
    return np.array(Image.open(path).convert("RGB")).swapaxes(0, 1)


def channels_first(pixels):
    """(C, W, H), so that `load_image` gives (1, 3, H, W)."""
    return pixels.T
