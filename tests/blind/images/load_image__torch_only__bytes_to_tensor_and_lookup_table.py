# {"function": "load_image", "kind": "right", "idea": "Looks the brightness up in a table of 256 numbers.", "style": "torch_only"}
import numpy as np
import torch
from PIL import Image


def load_pixels(path: str) -> np.ndarray:
    """Let Pillow turn whatever it is into RGB."""
    with Image.open(path) as picture:
        rgb = picture.convert("RGB")
    return np.asarray(rgb, dtype=np.uint8).copy()


def channels_first(pixels):
    return np.einsum('hwc->chw', pixels).copy()


def brightness(pixels):
    return pixels / 255


_TABLE = torch.arange(256, dtype=torch.float64).div(255).float()


def load_image(path):
    img = Image.open(path).convert("RGB")
    codes = torch.tensor(list(img.tobytes()), dtype=torch.long)
    return _TABLE[codes].reshape(1, img.height, img.width, 3).permute(0, 3, 1, 2)
