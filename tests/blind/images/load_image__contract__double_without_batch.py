# {"function": "load_image", "kind": "pair", "idea": "Leaves the values as float64, and forgets the batch axis.", "style": "contract"}
import numpy as np
import torch
from PIL import Image


def load_pixels(path):
    return np.array(Image.open(path).convert("RGB"))


def channels_first(pixels):
    return np.transpose(pixels, (2, 0, 1))


def brightness(pixels):
    return pixels / 255


def load_image(path):
    return torch.from_numpy(brightness(channels_first(load_pixels(path))).copy())
