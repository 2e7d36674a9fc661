# {"function": "load_image", "kind": "single", "idea": "forgets the batch axis", "style": "chain"}
import numpy as np
from PIL import Image
import torch

BRIGHTEST = 255


def load_pixels(path):
    with Image.open(path) as picture:
        return np.array(picture.convert("RGBA"))[:, :, :3]


def channels_first(pixels):
    return pixels.transpose(2, 0, 1)


def brightness(pixels: np.ndarray) -> np.ndarray:
    return pixels.astype(np.float32) / 255.0


def load_image(path):
    planes = brightness(channels_first(load_pixels(path)))
    return torch.tensor(planes, dtype=torch.float32)
