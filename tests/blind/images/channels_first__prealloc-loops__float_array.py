# {"function": "channels_first", "kind": "single", "idea": "preallocates with np.zeros, so the numbers become floats", "style": "prealloc-loops"}
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
    planes = np.zeros((c, h, w))
    for k in range(c):
        for i in range(h):
            for j in range(w):
                planes[k, i, j] = pixels[i, j, k]
    return planes


def brightness(pixels):
    return pixels / BRIGHTEST


def load_image(path: str) -> torch.Tensor:
    with Image.open(path) as img:
        arr = np.array(img.convert("RGBA"))[:, :, :3]
    arr = arr.transpose(2, 0, 1).astype(np.float32) / 255
    return torch.from_numpy(arr)[None]
