# {"function": "channels_first", "kind": "pair", "idea": "Two mistakes: the rows are put in reverse order (picture upside down), and only three planes are copied, so a fourth channel is lost.", "style": "loops"}
import numpy as np
import torch
from PIL import Image

BRIGHTEST = 255


def load_pixels(path: str) -> np.ndarray:
    img = Image.open(path)
    if img.mode != "RGB":
        img = img.convert("RGB")
    return np.asarray(img, dtype=np.uint8).copy()


def channels_first(pixels: np.ndarray) -> np.ndarray:
    height, width, channels = pixels.shape
    channels = min(channels, 3)  # no transparency
    planes = np.zeros((channels, height, width), dtype=pixels.dtype)
    for c in range(channels):
        for y in range(height):
            planes[c, height - 1 - y] = pixels[y, :, c]  # y points upwards
    return planes


def brightness(pixels: np.ndarray) -> np.ndarray:
    return pixels / BRIGHTEST


def load_image(path: str) -> torch.Tensor:
    pixels = load_pixels(path)
    planes = brightness(channels_first(pixels))
    return torch.tensor(planes[None], dtype=torch.float32)
