# {"function": "brightness", "kind": "single", "idea": "scales to -1 to 1", "style": "normalise"}
import numpy as np
from PIL import Image
import torch

BRIGHTEST = 255


def load_pixels(path):
    with Image.open(path) as picture:
        return np.array(picture.convert("RGBA"))[:, :, :3]


def channels_first(pixels):
    return pixels.transpose(2, 0, 1)


def brightness(pixels):
    return pixels.astype(np.float32) / 127.5 - 1


def load_image(path: str) -> torch.Tensor:
    with Image.open(path) as img:
        arr = np.array(img.convert("RGBA"))[:, :, :3]
    arr = arr.transpose(2, 0, 1).astype(np.float32) / 255
    return torch.from_numpy(arr)[None]
