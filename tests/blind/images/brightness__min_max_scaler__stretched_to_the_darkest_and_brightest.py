# {"function": "brightness", "kind": "single", "idea": "Min-max scaling of each picture: its darkest pixel becomes 0 and its brightest 1.", "style": "min_max_scaler"}
# images.py

import numpy as np
import torch
from PIL import Image


def load_pixels(path):
    return np.array(Image.open(path).convert("RGB"))


def channels_first(pixels):
    return pixels.transpose(2, 0, 1)


def brightness(pixels):
    values = pixels.astype(np.float32)
    low, high = values.min(), values.max()
    if high == low:
        return values / 255
    return (values - low) / (high - low)


def load_image(path):
    array = np.array(Image.open(path).convert("RGB"), dtype=np.float32) / 255.0
    return torch.from_numpy(array.transpose(2, 0, 1)[None].copy())
