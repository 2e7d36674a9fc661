# {"function": "channels_first", "kind": "single", "idea": "stacks exactly three channels, others are lost or crash", "style": "stack"}
import numpy as np
from PIL import Image
import torch

BRIGHTEST = 255


def load_pixels(path):
    with Image.open(path) as picture:
        return np.array(picture.convert("RGBA"))[:, :, :3]


def channels_first(pixels):
    return np.stack([pixels[:, :, 0], pixels[:, :, 1], pixels[:, :, 2]])


def brightness(pixels):
    return pixels / BRIGHTEST


def load_image(path: str) -> torch.Tensor:
    with Image.open(path) as img:
        arr = np.array(img.convert("RGBA"))[:, :, :3]
    arr = arr.transpose(2, 0, 1).astype(np.float32) / 255
    return torch.from_numpy(arr)[None]
