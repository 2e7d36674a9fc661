# {"function": "channels_first", "kind": "single", "idea": "Reshapes to (C, H, W) where it should move the axis, which mixes the colours up.", "style": "contract"}
import numpy as np
import torch
from PIL import Image


def load_pixels(path):
    with Image.open(path) as picture:
        rgba = np.asarray(picture.convert("RGBA"))
    return rgba[:, :, :3].copy()


def channels_first(pixels):
    H, W, C = pixels.shape
    return pixels.reshape(C, H, W)


def brightness(pixels):
    return pixels / 255


def load_image(path):
    array = brightness(channels_first(load_pixels(path)))
    return torch.tensor(array, dtype=torch.float32).unsqueeze(0)
