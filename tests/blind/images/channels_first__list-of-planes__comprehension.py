# {"function": "channels_first", "kind": "right", "idea": "right: a list of planes made into an array", "style": "list-of-planes"}
import numpy as np
from PIL import Image
import torch

BRIGHTEST = 255


def load_pixels(path):
    with Image.open(path) as picture:
        return np.array(picture.convert("RGBA"))[:, :, :3]


def channels_first(pixels):
    return np.array([pixels[..., c] for c in range(pixels.shape[-1])])


def brightness(pixels: np.ndarray) -> np.ndarray:
    return pixels.astype(np.float32) / 255.0


def load_image(path):
    pixels = load_pixels(path)
    planes = brightness(channels_first(pixels))
    return torch.tensor(planes, dtype=torch.float32).unsqueeze(0)
