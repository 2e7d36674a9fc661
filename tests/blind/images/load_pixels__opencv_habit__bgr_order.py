# {"function": "load_pixels", "kind": "single", "idea": "Reverses the colour channels (BGR as in OpenCV).", "style": "opencv-habit"}
from pathlib import Path

import numpy as np
import PIL.Image
import torch


def load_pixels(path):
    with PIL.Image.open(Path(path)) as picture:
        rgb = picture.convert("RGB")
        return np.asarray(rgb, dtype=np.uint8)[:, :, ::-1].copy()


def channels_first(pixels):
    return np.moveaxis(pixels, -1, 0)


def brightness(pixels):
    return pixels.astype(np.float32) / np.float32(255)


def load_image(path):
    planes = np.ascontiguousarray(channels_first(brightness(load_pixels(path))))
    return torch.from_numpy(planes)[None]
