# {"function": "brightness", "kind": "right", "idea": "right: np.divide with a float32 divisor", "style": "numpy"}
import numpy as np
from PIL import Image
import torch

BRIGHTEST = 255


def load_pixels(path):
    with Image.open(path) as picture:
        return np.array(picture.convert("RGBA"))[:, :, :3]


def channels_first(pixels: np.ndarray) -> np.ndarray:
    return np.moveaxis(pixels, -1, 0)


def brightness(pixels):
    return np.divide(pixels, np.float32(255))


def load_image(path):
    pixels = load_pixels(path)
    planes = brightness(channels_first(pixels))
    return torch.tensor(planes, dtype=torch.float32).unsqueeze(0)
