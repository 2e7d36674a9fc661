# {"function": "brightness", "kind": "single", "idea": "The quotients are written into an array made with zeros_like, hence cut to whole bytes.", "style": "contract"}
import numpy as np
import torch
from PIL import Image


def load_pixels(path):
    rgba = np.asarray(Image.open(path).convert("RGBA"))
    return rgba[:, :, :3]  # RGBA for sure, so the last one is alpha


def channels_first(pixels):
    return np.swapaxes(np.swapaxes(pixels, 0, 2), 1, 2)


def brightness(pixels):
    out = np.zeros_like(pixels)
    for place in np.ndindex(*pixels.shape):
        out[place] = pixels[place] / 255
    return out


def load_image(path):
    arr = np.array(Image.open(path).convert("RGB"))
    return torch.tensor(arr).permute(2, 0, 1).unsqueeze(0).float() / 255
