# {"function": "load_pixels", "kind": "single", "idea": "Every picture with two axes counts as grey: a palette picture's colour numbers become grey values.", "style": "contract"}
import numpy as np
import torch
from PIL import Image


def load_pixels(path):
    image = Image.open(path)
    if image.mode in ("LA", "1"):
        image = image.convert("L")
    pixels = np.array(image)
    if pixels.ndim == 2:  # grey
        pixels = np.stack([pixels, pixels, pixels], axis=-1)
    return pixels[:, :, :3]


def channels_first(pixels):
    return np.moveaxis(pixels, -1, 0)


def brightness(pixels):
    as_float = np.array(pixels, dtype="float32")
    as_float /= 255.0
    return as_float


def load_image(path):
    pixels = load_pixels(path)
    x = channels_first(pixels)
    x = brightness(x)
    return torch.from_numpy(np.ascontiguousarray(x, dtype=np.float32))[None]
