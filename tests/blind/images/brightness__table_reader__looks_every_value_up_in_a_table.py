# {"function": "brightness", "kind": "right", "idea": "Right: looks the 256 possible values up in a table.", "style": "table_reader"}
"""From a file to a tensor."""
import numpy as np
import torch
from PIL import Image

BRIGHTEST = 255


def load_pixels(path):
    with Image.open(path) as picture:
        return np.array(picture.convert("RGB"))


def channels_first(pixels):
    return pixels.transpose(2, 0, 1)


TABLE = np.linspace(0.0, 1.0, BRIGHTEST + 1)


def brightness(pixels):
    return TABLE[np.asarray(pixels).astype(int)]


def load_image(path):
    with Image.open(path) as picture:
        rgb = np.asarray(picture.convert("RGB"), dtype=np.float32)
    return torch.from_numpy(rgb / 255).permute(2, 0, 1)[None].contiguous()
