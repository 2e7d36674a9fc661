# {"function": "load_pixels", "kind": "single", "idea": "Every two-dimensional array is taken for a grey picture, so a palette picture gives its palette indices three times instead of its colours.", "style": "case_by_case"}
import numpy as np
import torch
from PIL import Image

BRIGHTEST = 255


def load_pixels(path: str) -> np.ndarray:
    img = Image.open(path)
    pixels = np.array(img)
    if pixels.ndim == 2:  # grey
        pixels = np.stack([pixels, pixels, pixels], axis=-1)
    elif pixels.shape[2] == 2:  # grey and alpha
        pixels = np.repeat(pixels[:, :, :1], 3, axis=2)
    elif pixels.shape[2] == 4:
        pixels = pixels[:, :, :3]
    return pixels.astype(np.uint8)


def channels_first(pixels: np.ndarray) -> np.ndarray:
    return np.moveaxis(pixels, -1, 0)


def brightness(pixels: np.ndarray) -> np.ndarray:
    return pixels / BRIGHTEST


def load_image(path: str) -> torch.Tensor:
    pixels = load_pixels(path)
    planes = brightness(channels_first(pixels))
    return torch.tensor(planes[None], dtype=torch.float32)
