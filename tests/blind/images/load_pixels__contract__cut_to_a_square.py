# {"function": "load_pixels", "kind": "single", "idea": "Pictures that are not square are cut to a square around the middle.", "style": "contract"}
import numpy as np
import torch
from PIL import Image


def load_pixels(path):
    with Image.open(path) as im:
        im = im.convert("RGB")
        side = min(im.size)
        left, top = (im.width - side) // 2, (im.height - side) // 2
        im = im.crop((left, top, left + side, top + side))
        return np.asarray(im)


def channels_first(pixels):
    planes = []
    for c in range(pixels.shape[2]):
        planes.append(pixels[:, :, c])
    return np.array(planes)


def brightness(pixels):
    as_float = np.array(pixels, dtype="float32")
    as_float /= 255.0
    return as_float


def load_image(path):
    im = Image.open(path).convert("RGB")
    w, h = im.size
    points = im.load()
    return torch.tensor([[[[points[x, y][c] / 255 for x in range(w)] for y in range(h)] for c in range(3)]])
