# {"function": "brightness", "kind": "single", "idea": "Divides only if some value is above 1: a nearly black picture is taken for one already scaled.", "style": "contract"}
import numpy as np
import torch
from PIL import Image


def load_pixels(path):
    with Image.open(path) as img:
        bands = img.convert("RGB").split()
    return np.dstack([np.asarray(b) for b in bands])


def channels_first(pixels):
    return np.moveaxis(pixels, -1, 0)


def brightness(pixels):
    scaled = pixels.astype(np.float32)
    if scaled.max() > 1:
        scaled = scaled / 255
    return scaled


def load_image(path):
    with Image.open(path) as im:
        planes = [torch.tensor(np.array(b), dtype=torch.float32) for b in im.convert("RGB").split()]
    return torch.stack([torch.stack(planes)]) / 255.
