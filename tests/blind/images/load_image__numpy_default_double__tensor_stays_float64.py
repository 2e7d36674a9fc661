# {"function": "load_image", "kind": "single", "idea": "Divides in NumPy and keeps its float64 in the tensor.", "style": "numpy_default_double"}
import numpy as np
import torch
from PIL import Image


def load_pixels(path):
    red, green, blue = Image.open(path).convert("RGB").split()
    return np.stack([np.array(red), np.array(green), np.array(blue)], axis=-1)


def channels_first(pixels):
    return np.stack([pixels[:, :, c] for c in range(pixels.shape[2])])


def brightness(pixels):
    return pixels / 255


def load_image(path):
    planes = channels_first(load_pixels(path)) / 255.0
    batch = torch.from_numpy(np.ascontiguousarray(planes))[None]
    return batch
