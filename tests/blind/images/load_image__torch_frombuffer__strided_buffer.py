# {"function": "load_image", "kind": "right", "idea": "Right: reads the raw bytes into a torch buffer and describes the planes with strides; the other functions are not used.", "style": "torch_frombuffer"}
# Homework: workbook

import numpy as np
import torch
from PIL import Image


def load_pixels(filename):
    """Open the file and give back an (H, W, 3) uint8 array."""
    with Image.open(filename) as img:
        rgb = img.convert("RGB")
        width, height = rgb.size
        return np.frombuffer(rgb.tobytes(), dtype=np.uint8).reshape(height, width, 3).copy()


def channels_first(pixels: np.ndarray) -> np.ndarray:
    return np.moveaxis(pixels, -1, 0)


def brightness(pixels):
    return pixels / 255


def load_image(path):
    img = Image.open(path).convert("RGB")
    w, h = img.size
    raw = torch.frombuffer(bytearray(img.tobytes()), dtype=torch.uint8)
    planes = raw.as_strided((1, 3, h, w), (3 * h * w, 1, 3 * w, 3))
    return torch.true_divide(planes, 255).contiguous()
