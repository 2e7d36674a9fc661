# {"function": "channels_first", "kind": "single", "idea": "Takes the transpose and then rotates by a quarter to stand it up, which leaves the picture mirrored.", "style": "contract"}
import numpy as np
import torch
from PIL import Image


def load_pixels(path):
    return np.array(Image.open(path).convert("RGB"))


def channels_first(pixels):
    turned = pixels.T                          # (C, W, H)
    return np.rot90(turned, k=-1, axes=(1, 2)).copy()


def brightness(pixels):
    return pixels / 255


def load_image(path):
    array = brightness(channels_first(load_pixels(path)))
    return torch.tensor(array, dtype=torch.float32).unsqueeze(0)
