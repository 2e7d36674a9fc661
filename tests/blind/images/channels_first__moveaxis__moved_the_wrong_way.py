# {"function": "channels_first", "kind": "single", "idea": "Calls moveaxis with source and destination the wrong way round: the rows move to the end, giving (W, C, H).", "style": "moveaxis"}
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
    return np.moveaxis(pixels, 0, -1)


def brightness(pixels: np.ndarray) -> np.ndarray:
    return pixels / BRIGHTEST


def load_image(path: str) -> torch.Tensor:
    pixels = load_pixels(path)
    planes = brightness(channels_first(pixels))
    return torch.tensor(planes[None], dtype=torch.float32)
