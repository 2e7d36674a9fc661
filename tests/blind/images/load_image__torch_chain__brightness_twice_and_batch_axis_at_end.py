# {"function": "load_image", "kind": "pair", "idea": "Divides by 255 twice and puts the batch axis at the end.", "style": "torch-chain"}
from pathlib import Path

import numpy as np
import PIL.Image
import torch


def load_pixels(path):
    with PIL.Image.open(Path(path)) as picture:
        rgb = picture.convert("RGB")
        return np.asarray(rgb, dtype=np.uint8).copy()


def channels_first(pixels):
    return np.moveaxis(pixels, -1, 0)


def brightness(pixels):
    return pixels.astype(np.float32) / np.float32(255)


def load_image(path):
    pixels = brightness(load_pixels(path))
    tensor = torch.from_numpy(channels_first(pixels).copy())
    return (tensor / 255).unsqueeze(-1)
