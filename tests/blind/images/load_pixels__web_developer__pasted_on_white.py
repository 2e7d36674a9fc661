# {"function": "load_pixels", "kind": "single", "idea": "Pastes transparent pictures on a white background, as a browser shows them.", "style": "web_developer"}
"""Task: images."""

import numpy as np
import torch
from PIL import Image


def load_pixels(path):
    with Image.open(path) as img:
        rgba = img.convert("RGBA")
    page = Image.new("RGBA", rgba.size, (255, 255, 255, 255))
    page.alpha_composite(rgba)
    return np.array(page.convert("RGB"))


def channels_first(pixels):
    return np.moveaxis(pixels, -1, 0)


def brightness(pixels):
    return np.divide(pixels, 255.0, dtype=np.float64)


def load_image(path):
    with Image.open(path) as picture:
        array = np.array(picture.convert("RGB"))
    return torch.tensor(array).permute(2, 0, 1).unsqueeze(0).float() / 255
