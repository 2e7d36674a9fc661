# {"function": "load_image", "kind": "single", "idea": "keeps float64", "style": "chain"}
import numpy as np
from PIL import Image
import torch

BRIGHTEST = 255


def load_pixels(path):
    with Image.open(path) as picture:
        return np.array(picture.convert("RGBA"))[:, :, :3]


def channels_first(pixels):
    return pixels.transpose(2, 0, 1)


def brightness(pixels):
    return pixels / BRIGHTEST


def load_image(path):
    planes = load_pixels(path).transpose(2, 0, 1) / 255.0
    return torch.from_numpy(planes).unsqueeze(0)
