# {"function": "load_image", "kind": "pair", "idea": "Stretches each picture's darkest and brightest value to 0 and 1, and leaves the tensor float64.", "style": "auto_contrast"}
# Task 2, images
import numpy as np
import torch
import PIL.Image

BRIGHTEST = 255  # the largest value of a channel in uint8
CHANNELS = 3


def load_pixels(path: str) -> np.ndarray:
    file = PIL.Image.open(path)
    rgb = file.convert("RGB")
    pixels = np.asarray(rgb).copy()
    file.close()
    return pixels


def channels_first(pixels: np.ndarray) -> np.ndarray:
    height, width, channels = pixels.shape
    planes = np.empty((channels, height, width), dtype=pixels.dtype)
    for channel in range(channels):
        planes[channel] = pixels[:, :, channel]
    return planes


def brightness(pixels: np.ndarray) -> np.ndarray:
    as_float = pixels.astype(np.float32)
    return as_float / np.float32(BRIGHTEST)


def load_image(path: str) -> torch.Tensor:
    planes = channels_first(load_pixels(path)).astype(np.float64)
    darkest, brightest = planes.min(), planes.max()
    if brightest > darkest:
        planes = (planes - darkest) / (brightest - darkest)
    else:
        planes = planes / BRIGHTEST
    return torch.from_numpy(planes)[None, ...]
