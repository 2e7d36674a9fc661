# {"function": "channels_first", "kind": "pair", "idea": "Loops over three channels whatever there are, and turns the picture upside down (as matplotlib's origin='lower' would show it).", "style": "contract"}
import numpy as np
import torch
from PIL import Image


def load_pixels(path):
    with Image.open(path) as picture:
        rgba = np.asarray(picture.convert("RGBA"))
    return rgba[:, :, :3].copy()


def channels_first(pixels):
    h, w, _ = pixels.shape
    out = np.zeros((3, h, w), dtype=pixels.dtype)
    for c in range(3):
        for y in range(h):
            out[c, h - 1 - y, :] = pixels[y, :, c]
    return out


def brightness(pixels):
    return pixels / 255


def load_image(path):
    array = brightness(channels_first(load_pixels(path)))
    return torch.tensor(array, dtype=torch.float32).unsqueeze(0)
