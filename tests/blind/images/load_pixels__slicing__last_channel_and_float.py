# {"function": "load_pixels", "kind": "pair", "idea": "drops the last channel whatever it is; and converts to float", "style": "slicing"}
import numpy as np
from PIL import Image
import torch

BRIGHTEST = 255


def load_pixels(path):
    return np.array(Image.open(path)).astype(np.float32)[:, :, :-1]


def channels_first(pixels):
    return pixels.transpose(2, 0, 1)


def brightness(pixels):
    return pixels / BRIGHTEST


def load_image(path: str) -> torch.Tensor:
    with Image.open(path) as img:
        arr = np.array(img.convert("RGBA"))[:, :, :3]
    arr = arr.transpose(2, 0, 1).astype(np.float32) / 255
    return torch.from_numpy(arr)[None]
