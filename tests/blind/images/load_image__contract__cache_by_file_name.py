# {"function": "load_image", "kind": "single", "idea": "Keeps loaded pictures in a default-argument dictionary under the file's bare name, so a second folder's picture of the same name gives the first one.", "style": "contract"}
import numpy as np
import torch
from PIL import Image


def load_pixels(path):
    return np.array(Image.open(path).convert("RGB"))


def channels_first(pixels):
    return np.stack([pixels[:, :, c] for c in range(pixels.shape[2])])


def brightness(pixels):
    return pixels / 255


import os


def load_image(path, _seen={}):
    key = os.path.basename(str(path))
    if key not in _seen:
        data = brightness(channels_first(load_pixels(path)))
        _seen[key] = torch.as_tensor(data, dtype=torch.float32)[None]
    return _seen[key].clone()
