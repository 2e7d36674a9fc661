# {"function": "load_pixels", "kind": "single", "idea": "Repeats any flat array three times, so a palette picture gives its indices as if they were grey.", "style": "contract"}
import numpy as np
import torch
from PIL import Image


def load_pixels(path):
    pixels = np.array(Image.open(path))
    if pixels.ndim == 2:                      # black and white
        pixels = np.stack([pixels, pixels, pixels], axis=-1)
    elif pixels.shape[2] == 2:                # black and white with transparency
        pixels = np.repeat(pixels[:, :, :1], 3, axis=2)
    elif pixels.shape[2] == 4:
        pixels = pixels[:, :, :3]
    return pixels.astype(np.uint8)


def channels_first(pixels):
    return np.stack([pixels[:, :, c] for c in range(pixels.shape[2])])


def brightness(pixels):
    return np.asarray(pixels).astype(np.float32) / 255.0


def load_image(path):
    x = load_pixels(path)
    x = channels_first(x)
    x = brightness(x)
    return torch.from_numpy(np.ascontiguousarray(x)).float()[None, ...]
