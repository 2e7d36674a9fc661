# {"function": "load_pixels", "kind": "right", "idea": "Splits the bands and looks palette colours up by hand.", "style": "pixel_access"}
import numpy as np
import torch
from PIL import Image


def load_pixels(path):
    with Image.open(path) as img:
        img.load()
        if img.mode == "P":
            numbers = np.array(img)
            table = np.frombuffer(bytes(img.getpalette("RGB")), np.uint8).reshape(-1, 3)
            return table[numbers]
        if img.mode not in ("L", "LA", "RGB", "RGBA"):
            img = img.convert("RGB")
        bands = [np.array(b) for b in img.split()]
    if len(bands) < 3:
        bands = [bands[0]] * 3
    return np.dstack(bands[:3])


def channels_first(pixels: np.ndarray) -> np.ndarray:
    """Last axis to the front."""
    return np.moveaxis(pixels, -1, 0)


def brightness(pixels):
    return np.true_divide(pixels, 255.0)


def load_image(path):
    rgb = np.array(Image.open(path).convert("RGB"))
    return torch.from_numpy(rgb).permute(2, 0, 1).unsqueeze(0).float() / 255
