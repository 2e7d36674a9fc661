# {"function": "load_image", "kind": "pair", "idea": "channels_first reshapes; load_image keeps float64", "style": "chain", "also": "channels_first"}
import numpy as np
from PIL import Image
import torch

BRIGHTEST = 255


def load_pixels(path):
    with Image.open(path) as picture:
        return np.array(picture.convert("RGBA"))[:, :, :3]


def channels_first(pixels):
    return pixels.reshape(pixels.shape[2], pixels.shape[0], pixels.shape[1])


def brightness(pixels: np.ndarray) -> np.ndarray:
    return pixels.astype(np.float32) / 255.0


def load_image(path):
    return torch.from_numpy(channels_first(load_pixels(path)) / 255.0).unsqueeze(0)
