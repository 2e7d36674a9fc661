# {"function": "load_image", "kind": "single", "idea": "The new axis of length one is put after the channels, giving (3, 1, H, W), three grey pictures instead of one in colour.", "style": "torch_calls"}
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
    return np.moveaxis(pixels, -1, 0)


def brightness(pixels: np.ndarray) -> np.ndarray:
    return pixels / BRIGHTEST


def load_image(path: str) -> torch.Tensor:
    planes = torch.from_numpy(brightness(channels_first(load_pixels(path)))).float()
    return planes.unsqueeze(1)
