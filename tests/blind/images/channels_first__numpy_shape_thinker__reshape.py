# {"function": "channels_first", "kind": "single", "idea": "Reshapes to (C, H, W) instead of moving the axis: the shape is right, the numbers are at the wrong places.", "style": "numpy_shape_thinker"}
"""Handed in for the course on neural networks."""

import numpy as np
import torch
from PIL import Image


def load_pixels(path):
    picture = Image.open(path).convert("RGB")
    return np.array(picture)


def channels_first(pixels):
    h, w, c = pixels.shape
    return np.reshape(pixels, (c, h, w))


def brightness(pixels):
    return pixels / 255


def load_image(filename):
    # does not need the functions above
    raw = np.array(Image.open(filename).convert("RGB"), dtype=np.float32)
    batch = raw.transpose(2, 0, 1)[np.newaxis] / 255.0
    return torch.from_numpy(np.ascontiguousarray(batch))
