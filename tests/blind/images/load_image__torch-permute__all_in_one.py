# {"function": "load_image", "kind": "right", "idea": "right: permute on the tensor, division at the end", "style": "torch-permute"}
import numpy as np
from PIL import Image
import torch

BRIGHTEST = 255


def load_pixels(path: str) -> np.ndarray:
    img = Image.open(path).convert("RGBA")
    pixels = np.array(img)
    return pixels[..., :3]


def channels_first(pixels: np.ndarray) -> np.ndarray:
    return np.moveaxis(pixels, -1, 0)


def brightness(pixels):
    return pixels / BRIGHTEST


def load_image(path):
    data = torch.from_numpy(np.array(Image.open(path).convert("RGBA"))[:, :, :3])
    return data.permute(2, 0, 1).float().div(255).unsqueeze(0)
