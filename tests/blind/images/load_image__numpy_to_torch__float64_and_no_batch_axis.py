# {"function": "load_image", "kind": "pair", "idea": "Two mistakes: the tensor stays float64, and the batch axis is missing, so (3, H, W).", "style": "numpy_to_torch"}
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


def brightness(pixels: np.ndarray) -> np.ndarray:
    return pixels / BRIGHTEST


def load_image(path: str) -> torch.Tensor:
    array = channels_first(load_pixels(path))
    array = array.astype(float) / 255.0
    return torch.from_numpy(array)
