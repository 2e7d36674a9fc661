# Part 2 - images
import numpy as np
import torch
from PIL import Image


def load_pixels(path):
    image = Image.open(path)
    image = image.convert("RGB")
    return np.array(image)


def channels_first(pixels):
    height = pixels.shape[0]
    width = pixels.shape[1]
    channels = pixels.shape[2]
    result = np.zeros((channels, height, width), dtype=pixels.dtype)
    for c in range(channels):
        result[c] = pixels[:, :, c]
    return result


def brightness(pixels):
    return pixels / 255


def load_image(path):
    pixels = load_pixels(path)
    pixels = channels_first(pixels)
    pixels = brightness(pixels)
    # the batch has only one picture
    batch = np.array([pixels])
    return torch.tensor(batch, dtype=torch.float32)
