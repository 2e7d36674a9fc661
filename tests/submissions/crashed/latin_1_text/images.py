from PIL import Image
import numpy as np
import torch


def load_pixels(path):
    with Image.open(path) as im:
        im.load()
        if im.mode == "RGBA":
            # drop alpha, keep the colours below it
            return np.dstack([np.array(band) for band in im.split()[:3]])
        return np.array(im.convert("RGB"))


def channels_first(pixels):
    """as a tensor already"""
    return torch.tensor(np.array(pixels)).permute(2, 0, 1)


def brightness(pixels):
    if isinstance(pixels, torch.Tensor):
        return pixels.float() / 255
    return np.array(pixels, dtype=np.float32) / 255


def load_image(path):
    return brightness(channels_first(load_pixels(path))).unsqueeze(0).contiguous()
