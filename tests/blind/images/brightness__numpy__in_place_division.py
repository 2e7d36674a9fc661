# {"function": "brightness", "kind": "single", "idea": "Divides the uint8 array in place, which NumPy refuses with a UFuncTypeError.", "style": "numpy"}
import numpy as np
import torch
from PIL import Image


def load_pixels(path):
    img = Image.open(path).convert("RGB")
    return np.array(img)


def channels_first(pixels):
    return pixels.transpose(2, 0, 1)


def brightness(pixels):
    pixels /= 255
    return pixels


def load_image(path):
    arr = load_pixels(path)
    arr = channels_first(arr)
    arr = brightness(arr)
    return torch.tensor(arr).float().unsqueeze(0)
