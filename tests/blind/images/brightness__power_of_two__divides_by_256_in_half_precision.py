# {"function": "brightness", "kind": "pair", "idea": "Divides by 256, and answers in float16.", "style": "power_of_two"}
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


def brightness(pixels):
    levels = 256
    return (pixels / levels).astype(np.float16)


def load_image(path):
    with Image.open(path) as picture:
        rgb = np.asarray(picture.convert("RGB"), dtype=np.float32)
    return torch.from_numpy(rgb / 255).permute(2, 0, 1)[None].contiguous()
