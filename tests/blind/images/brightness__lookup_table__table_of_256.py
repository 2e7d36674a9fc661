# {"function": "brightness", "kind": "right", "idea": "Looks the brightness up in a table of 256 float64 values, and channels_first works with torch; correct.", "style": "lookup-table"}
from pathlib import Path

import numpy as np
import PIL.Image
import torch


def load_pixels(path):
    with PIL.Image.open(Path(path)) as picture:
        rgb = picture.convert("RGB")
        return np.asarray(rgb, dtype=np.uint8).copy()


def channels_first(pixels):
    return torch.from_numpy(np.array(pixels)).permute(2, 0, 1)


TABLE = np.linspace(0.0, 1.0, num=256)


def brightness(pixels):
    return TABLE[np.asarray(pixels)]


def load_image(path):
    planes = channels_first(load_pixels(path))
    return torch.as_tensor(brightness(planes.numpy()), dtype=torch.float32)[None, ...]
