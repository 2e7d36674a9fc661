# {"function": "brightness", "kind": "single", "idea": "casts the result back to the dtype of the input", "style": "astype"}
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
    return (pixels / 255).astype(pixels.dtype)


def load_image(path: str) -> torch.Tensor:
    with Image.open(path) as img:
        arr = np.array(img.convert("RGBA"))[:, :, :3]
    arr = arr.transpose(2, 0, 1).astype(np.float32) / 255
    return torch.from_numpy(arr)[None]
