# {"function": "load_image", "kind": "single", "idea": "returns a NumPy array", "style": "chain"}
import numpy as np
from PIL import Image
import torch

BRIGHTEST = 255


def load_pixels(path: str) -> np.ndarray:
    img = Image.open(path).convert("RGBA")
    pixels = np.array(img)
    return pixels[..., :3]


def channels_first(pixels):
    return pixels.transpose(2, 0, 1)


def brightness(pixels):
    return pixels / BRIGHTEST


def load_image(path):
    planes = brightness(channels_first(load_pixels(path)))
    return planes.astype(np.float32)[np.newaxis]
