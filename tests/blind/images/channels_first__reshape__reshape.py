# {"function": "channels_first", "kind": "single", "idea": "reshapes to (C, H, W) instead of moving the axes", "style": "reshape"}
import numpy as np
from PIL import Image
import torch

BRIGHTEST = 255


def load_pixels(path: str) -> np.ndarray:
    img = Image.open(path).convert("RGBA")
    pixels = np.array(img)
    return pixels[..., :3]


def channels_first(pixels):
    h, w, c = pixels.shape
    return pixels.reshape(c, h, w)


def brightness(pixels: np.ndarray) -> np.ndarray:
    return pixels.astype(np.float32) / 255.0


def load_image(path: str) -> torch.Tensor:
    with Image.open(path) as img:
        arr = np.array(img.convert("RGBA"))[:, :, :3]
    arr = arr.transpose(2, 0, 1).astype(np.float32) / 255
    return torch.from_numpy(arr)[None]
