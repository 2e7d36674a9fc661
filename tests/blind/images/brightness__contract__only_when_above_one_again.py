# {"function": "brightness", "kind": "single", "idea": "Divides only if some value is above 1, so an almost black picture (values 0 and 1) is left as it is.", "style": "contract"}
import numpy as np
import torch
from PIL import Image


def load_pixels(path):
    with Image.open(path) as picture:
        rgba = np.asarray(picture.convert("RGBA"))
    return rgba[:, :, :3].copy()


def channels_first(pixels):
    h, w, c = pixels.shape
    out = np.empty((c, h, w), dtype=pixels.dtype)
    for i in range(c):
        out[i] = pixels[..., i]
    return out


def brightness(pixels):
    pixels = np.array(pixels, dtype=np.float64)
    if pixels.max() > 1.0:                     # not scaled yet
        pixels /= 255.0
    return pixels


def load_image(path):
    x = load_pixels(path)
    x = channels_first(x)
    x = brightness(x)
    return torch.from_numpy(np.ascontiguousarray(x)).float()[None, ...]
