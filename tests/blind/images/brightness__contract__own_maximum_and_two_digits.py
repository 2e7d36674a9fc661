# {"function": "brightness", "kind": "pair", "idea": "Divides by the picture's own maximum, and rounds to two digits.", "style": "contract"}
import numpy as np
import torch
from PIL import Image


def load_pixels(path):
    return np.array(Image.open(path).convert("RGB"))


def channels_first(pixels):
    planes = []
    for c in range(pixels.shape[2]):
        planes.append(pixels[:, :, c])
    return np.array(planes)


def brightness(pixels):
    top = max(int(pixels.max()), 1)
    return np.round(pixels / top, 2)


def load_image(path):
    im = Image.open(path).convert("RGB")
    w, h = im.size
    points = im.load()
    return torch.tensor([[[[points[x, y][c] / 255 for x in range(w)] for y in range(h)] for c in range(3)]])
