# {"function": "load_pixels", "kind": "single", "idea": "drops the last channel always, so an RGB picture loses its blue and a grey one a column", "style": "slicing"}
import numpy as np
from PIL import Image
import torch

BRIGHTEST = 255


def load_pixels(path):
    picture = np.array(Image.open(path))
    return picture[:, :, :-1]


def channels_first(pixels):
    return pixels.transpose(2, 0, 1)


def brightness(pixels: np.ndarray) -> np.ndarray:
    return pixels.astype(np.float32) / 255.0


def load_image(path: str) -> torch.Tensor:
    with Image.open(path) as img:
        arr = np.array(img.convert("RGBA"))[:, :, :3]
    arr = arr.transpose(2, 0, 1).astype(np.float32) / 255
    return torch.from_numpy(arr)[None]
