# {"function": "load_pixels", "kind": "single", "idea": "converts to RGBA and keeps all four channels", "style": "convert"}
import numpy as np
from PIL import Image
import torch

BRIGHTEST = 255


def load_pixels(path):
    return np.array(Image.open(path).convert("RGBA"), dtype=np.uint8)


def channels_first(pixels: np.ndarray) -> np.ndarray:
    return np.moveaxis(pixels, -1, 0)


def brightness(pixels: np.ndarray) -> np.ndarray:
    return pixels.astype(np.float32) / 255.0


def load_image(path: str) -> torch.Tensor:
    with Image.open(path) as img:
        arr = np.array(img.convert("RGBA"))[:, :, :3]
    arr = arr.transpose(2, 0, 1).astype(np.float32) / 255
    return torch.from_numpy(arr)[None]
