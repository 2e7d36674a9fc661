# {"function": "load_pixels", "kind": "single", "idea": "Treats every two-dimensional array as a grey picture, so for a palette picture the index numbers are returned as if they were grey values.", "style": "mode_branches"}
"""Handed in for the course on neural networks."""

import numpy as np
import torch
from PIL import Image


def load_pixels(path):
    img = Image.open(path)
    if img.mode == "LA":
        img = img.convert("L")
    arr = np.array(img)
    if arr.ndim == 2:
        # grey picture: same value for red, green and blue
        arr = np.stack((arr, arr, arr), axis=-1)
    if arr.shape[2] == 4:
        arr = arr[:, :, :3]
    return arr.astype(np.uint8)


def channels_first(image):
    planes = []
    for c in range(image.shape[2]):
        planes.append(image[:, :, c])
    return np.stack(planes)


def brightness(pixels):
    return pixels / 255


def load_image(filename):
    # does not need the functions above
    raw = np.array(Image.open(filename).convert("RGB"), dtype=np.float32)
    batch = raw.transpose(2, 0, 1)[np.newaxis] / 255.0
    return torch.from_numpy(np.ascontiguousarray(batch))
