# {"function": "load_pixels", "kind": "single", "idea": "Takes img.size as rows, columns although Pillow gives (width, height): the byte string is cut into rows of the wrong length.", "style": "matlab_person"}
import numpy as np
import torch
from PIL import Image


def load_pixels(path):
    img = Image.open(path).convert("RGB")
    [rows, cols] = img.size
    bytes_ = img.tobytes()
    pixels = np.frombuffer(bytes_, dtype=np.uint8).copy()
    return pixels.reshape(rows, cols, 3)


def channels_first(pixels: np.ndarray) -> np.ndarray:
    return np.moveaxis(pixels, -1, 0)


def brightness(pixels):
    return pixels / 255


def load_image(filename):
    # does not need the functions above
    raw = np.array(Image.open(filename).convert("RGB"), dtype=np.float32)
    batch = raw.transpose(2, 0, 1)[np.newaxis] / 255.0
    return torch.from_numpy(np.ascontiguousarray(batch))
