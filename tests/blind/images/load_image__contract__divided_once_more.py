# {"function": "load_image", "kind": "single", "idea": "Divides by 255 although brightness has done so already.", "style": "contract"}
import numpy as np
import torch
from PIL import Image


def load_pixels(path):
    return np.array(Image.open(path).convert("RGB"))


def channels_first(pixels):
    return np.moveaxis(pixels, -1, 0)


def brightness(pixels):
    return np.multiply(pixels, 1 / 255, dtype=np.float64)


def load_image(path):
    pixels = brightness(load_pixels(path))
    image = torch.tensor(channels_first(pixels), dtype=torch.float32)
    image = image / 255
    return image[None, ...]
