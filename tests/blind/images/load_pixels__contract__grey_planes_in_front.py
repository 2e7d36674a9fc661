# {"function": "load_pixels", "kind": "single", "idea": "The three copies of a grey picture are stacked along axis 0: (3, H, W) where (H, W, 3) is asked for.", "style": "contract"}
import numpy as np
import torch
from PIL import Image


def load_pixels(path):
    im = Image.open(path)
    if im.mode in ("L", "LA", "1"):
        grey = np.array(im.convert("L"))
        return np.stack([grey] * 3)
    return np.array(im.convert("RGB"))


def channels_first(pixels):
    return np.swapaxes(np.swapaxes(pixels, 0, 2), 1, 2)


def brightness(pixels):
    as_float = np.array(pixels, dtype="float32")
    as_float /= 255.0
    return as_float


def load_image(path):
    with Image.open(path) as im:
        planes = [torch.tensor(np.array(b), dtype=torch.float32) for b in im.convert("RGB").split()]
    return torch.stack([torch.stack(planes)]) / 255.
