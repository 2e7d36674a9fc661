# {"function": "channels_first", "kind": "single", "idea": "swaps the axes 1 and 2, giving (H, C, W)", "style": "swapaxes"}
import numpy as np
from PIL import Image
import torch

BRIGHTEST = 255


def load_pixels(path):
    with Image.open(path) as picture:
        return np.array(picture.convert("RGBA"))[:, :, :3]


def channels_first(pixels):
    return np.swapaxes(pixels, 1, 2)


def brightness(pixels: np.ndarray) -> np.ndarray:
    return pixels.astype(np.float32) / 255.0


def load_image(path: str) -> torch.Tensor:
    with Image.open(path) as img:
        arr = np.array(img.convert("RGBA"))[:, :, :3]
    arr = arr.transpose(2, 0, 1).astype(np.float32) / 255
    return torch.from_numpy(arr)[None]
