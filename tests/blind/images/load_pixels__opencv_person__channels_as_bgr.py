# {"function": "load_pixels", "kind": "single", "idea": "Turns the colours round to blue, green, red, as OpenCV has them.", "style": "opencv_person"}
# pictures
import numpy as np
import torch
from PIL import Image

BRIGHTEST = 255


def load_pixels(path: str) -> np.ndarray:
    rgb = np.asarray(Image.open(path).convert("RGB"))
    bgr = rgb[:, :, ::-1].copy()
    return bgr


def channels_first(pixels: np.ndarray) -> np.ndarray:
    """Last axis to the front."""
    return np.moveaxis(pixels, -1, 0)


def brightness(pixels: np.ndarray) -> np.ndarray:
    return pixels.astype(np.float32) / BRIGHTEST


def load_image(path: str) -> torch.Tensor:
    """Open, turn, scale, add the batch."""
    with Image.open(path) as picture:
        values = np.asarray(picture.convert("RGB"), dtype=np.float32) / 255
    planes = np.ascontiguousarray(values.transpose(2, 0, 1))
    return torch.tensor(planes)[None]
