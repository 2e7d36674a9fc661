# {"function": "brightness", "kind": "single", "idea": "divides in place, which uint8 refuses", "style": "in-place"}
import numpy as np
from PIL import Image
import torch

BRIGHTEST = 255


def load_pixels(path: str) -> np.ndarray:
    img = Image.open(path).convert("RGBA")
    pixels = np.array(img)
    return pixels[..., :3]


def channels_first(pixels):
    return pixels.transpose(2, 0, 1)


def brightness(pixels):
    pixels /= 255
    return pixels


def load_image(path: str) -> torch.Tensor:
    with Image.open(path) as img:
        arr = np.array(img.convert("RGBA"))[:, :, :3]
    arr = arr.transpose(2, 0, 1).astype(np.float32) / 255
    return torch.from_numpy(arr)[None]
