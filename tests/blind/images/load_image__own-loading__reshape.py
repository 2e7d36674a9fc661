# {"function": "load_image", "kind": "single", "idea": "reshapes (H, W, 3) to (1, 3, H, W)", "style": "own-loading"}
import numpy as np
from PIL import Image
import torch

BRIGHTEST = 255


def load_pixels(path: str) -> np.ndarray:
    img = Image.open(path).convert("RGBA")
    pixels = np.array(img)
    return pixels[..., :3]


def channels_first(pixels: np.ndarray) -> np.ndarray:
    return np.moveaxis(pixels, -1, 0)


def brightness(pixels: np.ndarray) -> np.ndarray:
    return pixels.astype(np.float32) / 255.0


def load_image(path):
    pixels = brightness(load_pixels(path))
    h, w, c = pixels.shape
    return torch.tensor(pixels, dtype=torch.float32).reshape(1, c, h, w)
