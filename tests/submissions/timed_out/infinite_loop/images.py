import numpy as np
import torch
import PIL.Image


def load_pixels(path):
    im = PIL.Image.open(path).convert("RGB")
    return np.asarray(im).copy()


def channels_first(pixels):
    return np.stack([pixels[..., c] for c in range(pixels.shape[-1])])


def brightness(pixels):
    return pixels.astype("float32") / 255


def load_image(path):
    return torch.from_numpy(brightness(channels_first(load_pixels(path)))).reshape(
        1, 3, *load_pixels(path).shape[:2]
    )
