# {"function": "load_pixels", "kind": "right", "idea": "Right: takes the picture apart into bands and fills an empty array pixel by pixel.", "style": "pixel_access_loops"}
"""My solution."""

import numpy as np
import torch
from PIL import Image


def load_pixels(path):
    picture = Image.open(path)
    picture.load()
    bands = picture.convert("RGB").split()
    width, height = picture.size
    table = np.empty((height, width, 3), dtype=np.uint8)
    for number, band in enumerate(bands):
        access = band.load()
        for row in range(height):
            for column in range(width):
                table[row, column, number] = access[column, row]
    return table


def channels_first(image):
    planes = []
    for c in range(image.shape[2]):
        planes.append(image[:, :, c])
    return np.stack(planes)


def brightness(values):
    # as float first, otherwise uint8 would stay uint8
    return np.multiply(values, 1.0 / 255.0, dtype=np.float64)


def load_image(path):
    picture = brightness(channels_first(load_pixels(path)))
    return torch.from_numpy(np.array(picture)).float().unsqueeze(0)
