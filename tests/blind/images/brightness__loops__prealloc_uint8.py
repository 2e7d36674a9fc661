# {"function": "brightness", "kind": "single", "idea": "fills an array made with zeros_like, which is uint8", "style": "loops"}
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
    result = np.zeros_like(pixels)
    flat_in, flat_out = pixels.reshape(-1), result.reshape(-1)
    for i in range(flat_in.size):
        flat_out[i] = flat_in[i] / 255
    return result


def load_image(path: str) -> torch.Tensor:
    with Image.open(path) as img:
        arr = np.array(img.convert("RGBA"))[:, :, :3]
    arr = arr.transpose(2, 0, 1).astype(np.float32) / 255
    return torch.from_numpy(arr)[None]
