# {"function": "load_image", "kind": "single", "idea": "Puts the batch dimension before (H, W, C) as Keras wants it; the channels stay last.", "style": "keras_person"}
# all tests at home passed

import numpy as np
import torch
from PIL import Image


def load_pixels(path):
    picture = Image.open(path).convert("RGB")
    return np.array(picture)


def channels_first(pixels: np.ndarray) -> np.ndarray:
    return np.moveaxis(pixels, -1, 0)


def brightness(pixels):
    return pixels / 255


def load_image(path):
    picture = brightness(load_pixels(path))
    batch = np.expand_dims(picture, axis=0)  # (batch, height, width, channels)
    return torch.tensor(batch, dtype=torch.float32)
