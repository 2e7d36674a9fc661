# {"function": "brightness", "kind": "pair", "idea": "Divides by 256. And rounds to two decimals.", "style": "rounding_person"}
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
    share = pixels.astype(np.float64) / 256
    return np.round(share, 2)


def load_image(path: str) -> torch.Tensor:
    """Open, turn, scale, add the batch."""
    with Image.open(path) as picture:
        values = np.asarray(picture.convert("RGB"), dtype=np.float32) / 255
    planes = np.ascontiguousarray(values.transpose(2, 0, 1))
    return torch.tensor(planes)[None]
