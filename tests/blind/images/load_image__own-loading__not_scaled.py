# {"function": "load_image", "kind": "single", "idea": "forgets the brightness, values go up to 255", "style": "own-loading"}
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
    return torch.from_numpy(channels_first(load_pixels(path)).copy()).float()[None]
