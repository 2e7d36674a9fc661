# {"function": "load_image", "kind": "single", "idea": "Returns the picture alone, (3, H, W), without a batch of one.", "style": "single_picture"}
"""Task: images."""

import numpy as np
import torch
from PIL import Image

BRIGHTEST = 255


def load_pixels(path):
    return np.array(Image.open(path).convert("RGB"))


def channels_first(pixels):
    return pixels.transpose(2, 0, 1)


def brightness(pixels):
    return pixels.astype(np.float32) / BRIGHTEST


def load_image(path):
    picture = brightness(load_pixels(path))
    picture = np.moveaxis(np.asarray(picture, dtype=np.float32), 2, 0)
    tensor = torch.from_numpy(np.ascontiguousarray(picture))
    return tensor
