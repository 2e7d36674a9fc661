# {"function": "load_pixels", "kind": "single", "idea": "Treats every two-dimensional array as grey, so a palette picture shows its palette numbers three times.", "style": "case_by_case"}
import numpy as np
import torch
from PIL import Image

BRIGHTEST = 255


def load_pixels(path):
    img = Image.open(path)
    arr = np.array(img)
    if arr.dtype == bool:
        arr = arr.astype(np.uint8) * 255
    if arr.ndim == 2:                         # one plane only
        arr = np.stack([arr, arr, arr], axis=2)
    elif arr.shape[2] == 2:                   # grey with transparency
        arr = np.repeat(arr[:, :, :1], 3, axis=2)
    elif arr.shape[2] == 4:                   # with transparency
        arr = arr[:, :, :3]
    return arr


def channels_first(pixels):
    return pixels.transpose(2, 0, 1)


def brightness(pixels: np.ndarray) -> np.ndarray:
    return pixels.astype(np.float32) / BRIGHTEST


def load_image(path: str) -> torch.Tensor:
    """Open, turn, scale, add the batch."""
    with Image.open(path) as picture:
        values = np.asarray(picture.convert("RGB"), dtype=np.float32) / 255
    planes = np.ascontiguousarray(values.transpose(2, 0, 1))
    return torch.tensor(planes)[None]
