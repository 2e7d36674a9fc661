# {"function": "brightness", "kind": "single", "idea": "Divides by the brightest value of the picture instead of by 255.", "style": "numpy"}
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
    return pixels.astype(np.float32) / pixels.max()


def load_image(path):
    planes = np.ascontiguousarray(channels_first(brightness(load_pixels(path))))
    return torch.from_numpy(planes)[None]
