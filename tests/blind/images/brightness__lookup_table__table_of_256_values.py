# {"function": "brightness", "kind": "right", "idea": "Right: looks the brightness up in a table of 256 values made with linspace, in float64; load_image calls the other functions one after the other.", "style": "lookup_table"}
import numpy as np
import torch
from PIL import Image

BRIGHTEST = 255


def load_pixels(path: str) -> np.ndarray:
    img = Image.open(path)
    if img.mode != "RGB":
        img = img.convert("RGB")
    return np.asarray(img, dtype=np.uint8).copy()


def channels_first(pixels: np.ndarray) -> np.ndarray:
    return np.moveaxis(pixels, -1, 0)


TABLE = np.linspace(0.0, 1.0, 256)


def brightness(pixels: np.ndarray) -> np.ndarray:
    return TABLE[pixels]


def load_image(path: str) -> torch.Tensor:
    pixels = load_pixels(path)
    planes = brightness(channels_first(pixels))
    return torch.tensor(planes[None], dtype=torch.float32)
