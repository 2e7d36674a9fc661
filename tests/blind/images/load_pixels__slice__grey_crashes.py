# {"function": "load_pixels", "kind": "single", "idea": "Takes the first three channels without converting, so grey and palette pictures crash with an IndexError.", "style": "slice"}
from pathlib import Path

import numpy as np
import PIL.Image
import torch


def load_pixels(path):
    with PIL.Image.open(Path(path)) as picture:
        data = np.array(picture)
    return data[:, :, 0:3]


def channels_first(pixels):
    return np.moveaxis(pixels, -1, 0)


def brightness(pixels):
    return pixels.astype(np.float32) / np.float32(255)


def load_image(path):
    planes = np.ascontiguousarray(channels_first(brightness(load_pixels(path))))
    return torch.from_numpy(planes)[None]
