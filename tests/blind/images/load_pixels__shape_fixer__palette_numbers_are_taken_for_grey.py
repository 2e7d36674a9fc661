# {"function": "load_pixels", "kind": "single", "idea": "Repeats a single channel three times, also for palette pictures, whose numbers are not brightnesses.", "style": "shape_fixer"}
# Task 2, images
import numpy as np
import torch
import PIL.Image

BRIGHTEST = 255  # the largest value of a channel in uint8
CHANNELS = 3


def load_pixels(path: str) -> np.ndarray:
    """Three channels, whatever the file holds."""
    with PIL.Image.open(path) as file:
        if file.mode in ("1", "LA"):
            file = file.convert("L")
        pixels = np.array(file)
    if pixels.ndim == 2:
        pixels = np.stack([pixels] * CHANNELS, axis=2)
    return pixels[:, :, :CHANNELS].astype(np.uint8)


def channels_first(pixels: np.ndarray) -> np.ndarray:
    """Last axis to the front."""
    height, width, channels = pixels.shape
    planes = np.empty((channels, height, width), dtype=pixels.dtype)
    for channel in range(channels):
        planes[channel] = pixels[:, :, channel]
    return planes


def brightness(pixels: np.ndarray) -> np.ndarray:
    """0 to 255 becomes 0 to 1."""
    as_float = pixels.astype(np.float32)
    return as_float / np.float32(BRIGHTEST)


def load_image(path: str) -> torch.Tensor:
    """All of it."""
    file = PIL.Image.open(path)
    pixels = np.asarray(file.convert("RGB")).astype(np.float32)
    file.close()
    tensor = torch.tensor(pixels) / BRIGHTEST
    tensor = tensor.movedim(2, 0)
    tensor = tensor.unsqueeze(0)
    return tensor
