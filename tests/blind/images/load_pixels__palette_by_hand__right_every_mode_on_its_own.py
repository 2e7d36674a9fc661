# {"function": "load_pixels", "kind": "right", "idea": "Handles palette, grey and colour pictures each in its own branch.", "style": "palette_by_hand"}
"""images: my own version, by hand."""

import numpy as np
import torch
from PIL import Image

BRIGHTEST = 255


def load_pixels(path):
    picture = Image.open(path)
    if picture.mode == "P":
        colours = np.zeros((256, 3), dtype=np.uint8)
        table = np.array(picture.getpalette("RGB"), dtype=np.uint8).reshape(-1, 3)
        colours[: len(table)] = table
        return colours[np.array(picture)]
    if picture.mode in ("L", "LA"):
        grey = np.array(picture.getchannel("L"))
        return np.repeat(grey[:, :, None], 3, axis=2)
    if picture.mode == "RGBA":
        return np.array(picture)[:, :, :3]
    return np.array(picture.convert("RGB"))


def channels_first(pixels):
    return pixels.transpose(2, 0, 1)


def brightness(pixels):
    return pixels.astype(np.float32) / BRIGHTEST


def load_image(path):
    planes = brightness(channels_first(load_pixels(path)))
    return torch.tensor(planes, dtype=torch.float32)[None]
