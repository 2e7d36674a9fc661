# {"function": "load_pixels", "kind": "pair", "idea": "Returns int64 instead of uint8. And turns the picture upside down, to have row 0 at the bottom.", "style": "opengl_person"}
# images.py, task 2
import numpy as np
import torch
from PIL import Image

BRIGHTEST = 255


def load_pixels(path):
    picture = Image.open(path).convert("RGB")
    picture = picture.transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    values = np.array(picture, dtype=np.int64)
    return values


def channels_first(pixels):
    return pixels.transpose(2, 0, 1)


def brightness(pixels: np.ndarray) -> np.ndarray:
    return pixels.astype(np.float32) / BRIGHTEST


def load_image(path):
    rgb = np.array(Image.open(path).convert("RGB"))
    return torch.from_numpy(rgb).permute(2, 0, 1).unsqueeze(0).float() / 255
