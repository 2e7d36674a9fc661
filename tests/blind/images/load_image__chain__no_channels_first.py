# {"function": "load_image", "kind": "single", "idea": "leaves the channels last", "style": "chain"}
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


def brightness(pixels):
    return pixels / BRIGHTEST


def load_image(path):
    pixels = brightness(load_pixels(path))
    return torch.tensor(pixels, dtype=torch.float32).unsqueeze(0)
