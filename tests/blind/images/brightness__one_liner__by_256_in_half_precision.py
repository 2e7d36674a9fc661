# {"function": "brightness", "kind": "pair", "idea": "Two mistakes: divides by 256 instead of 255, and works in float16, which keeps only three digits and is not the dtype asked for.", "style": "one_liner"}
import numpy as np
import torch
from PIL import Image


def load_pixels(path):
    with Image.open(path) as picture:
        return np.array(picture.convert("RGB"))


def channels_first(pixels):
    return pixels.transpose(2, 0, 1)


def brightness(pixels):
    return pixels.astype(np.float16) / np.float16(256)


def load_image(path):
    planes = channels_first(brightness(load_pixels(path)))
    return torch.from_numpy(np.ascontiguousarray(planes)).float().unsqueeze(0)
