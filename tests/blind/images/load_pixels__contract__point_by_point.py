# {"function": "load_pixels", "kind": "right", "idea": "Right in an unusual style: single points read with getpixel into nested lists.", "style": "contract"}
import numpy as np
import torch
from PIL import Image


def load_pixels(path):
    image = Image.open(path).convert("RGB")
    access = image.load()
    rows = []
    for y in range(image.height):
        row = []
        for x in range(image.width):
            r, g, b = access[x, y]
            row.append([r, g, b])
        rows.append(row)
    return np.array(rows, dtype=np.uint8)


def channels_first(pixels):
    return np.swapaxes(np.swapaxes(pixels, 0, 2), 1, 2)


def brightness(pixels):
    as_float = np.array(pixels, dtype="float32")
    as_float /= 255.0
    return as_float


def load_image(path):
    pixels = load_pixels(path)
    x = channels_first(pixels)
    x = brightness(x)
    return torch.from_numpy(np.ascontiguousarray(x, dtype=np.float32))[None]
