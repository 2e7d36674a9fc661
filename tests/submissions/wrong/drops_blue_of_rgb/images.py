import numpy as np
import torch
from PIL import Image


def load_pixels(path):
    image = Image.open(path)
    if image.mode not in ("RGB", "RGBA"):
        image = image.convert("RGBA")
    # the last plane is the transparency
    return np.array(image)[:, :, :-1]


def channels_first(pixels):
    return pixels.transpose(2, 0, 1)


def brightness(pixels):
    return (pixels / 255).astype(np.float32)


def load_image(path):
    return torch.from_numpy(brightness(channels_first(load_pixels(path))))[None]
