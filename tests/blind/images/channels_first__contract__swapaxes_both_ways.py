# {"function": "channels_first", "kind": "right", "idea": "Right (orientation is free): a swap of the outer axes, so (C, W, H), and the picture goes through as such.", "style": "contract"}
import numpy as np
import torch
from PIL import Image


def load_pixels(path):
    img = Image.open(path)
    if img.mode != "RGB":
        img = img.convert("RGB")
    pixels = np.asarray(img, dtype=np.uint8)
    return pixels


def channels_first(pixels):
    return pixels.swapaxes(0, 2)


def brightness(pixels):
    return pixels / 255


def load_image(path):
    x = load_pixels(path)
    x = channels_first(x)
    x = brightness(x)
    return torch.from_numpy(np.ascontiguousarray(x)).float()[None, ...]
