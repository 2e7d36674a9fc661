# {"function": "brightness", "kind": "single", "idea": "Divides whole numbers before turning them into floats, so everything below 255 becomes 0.", "style": "integer_first"}
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
    return (pixels // BRIGHTEST).astype(np.float64)


def load_image(path: str) -> torch.Tensor:
    pixels = load_pixels(path)
    planes = brightness(channels_first(pixels))
    return torch.tensor(planes[None], dtype=torch.float32)
