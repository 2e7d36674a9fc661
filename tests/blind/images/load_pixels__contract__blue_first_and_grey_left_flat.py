# {"function": "load_pixels", "kind": "pair", "idea": "Gives blue, green, red as another library does, and leaves grey pictures with two axes.", "style": "contract"}
import numpy as np
import torch
from PIL import Image


def load_pixels(path):
    image = Image.open(path)
    if image.mode == "P":
        image = image.convert("RGB")
    array = np.array(image)
    if image.mode in ("RGB", "RGBA"):
        array = array[:, :, [2, 1, 0]]
    elif image.mode == "LA":
        array = array[:, :, 0]
    return array


def channels_first(pixels):
    return np.swapaxes(np.swapaxes(pixels, 0, 2), 1, 2)


def brightness(pixels):
    return np.multiply(pixels, 1 / 255, dtype=np.float64)


def load_image(path):
    arr = np.array(Image.open(path).convert("RGB"))
    return torch.tensor(arr).permute(2, 0, 1).unsqueeze(0).float() / 255
