# {"function": "load_image", "kind": "pair", "idea": "Leaves the values at 0 to 255, and puts the batch axis behind the channels.", "style": "batch_in_the_middle"}
"""Task: images."""

import numpy as np
import torch
from PIL import Image


def load_pixels(path):
    with Image.open(path) as picture:
        rgb = picture.convert("RGB")
    return np.asarray(rgb, dtype=np.uint8)


def channels_first(pixels):
    return np.moveaxis(pixels, -1, 0)


def brightness(pixels):
    return np.divide(pixels, 255.0, dtype=np.float64)


def load_image(path):
    tensor = torch.as_tensor(channels_first(load_pixels(path)).copy()).float()
    return tensor.unsqueeze(1)
