from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch import Tensor


def load_pixels(path: str | Path) -> np.ndarray:
    with Image.open(path) as picture:
        return np.asarray(picture.convert("RGB"))


def channels_first(pixels: np.ndarray) -> np.ndarray:
    return np.einsum("hwc->chw", pixels)


def brightness(pixels: np.ndarray) -> np.ndarray:
    return np.float32(pixels) / np.float32(255)


def load_image(path: str | Path) -> Tensor:
    array = brightness(channels_first(load_pixels(path)))
    return torch.from_numpy(array.copy())[None]
