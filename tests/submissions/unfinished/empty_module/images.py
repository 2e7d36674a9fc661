import sys

import numpy as np
import torch
from PIL import Image


def load_pixels(path):
    return np.array(Image.open(path).convert("RGB"))


def channels_first(pixels):
    return pixels.transpose(2, 0, 1)


def brightness(pixels):
    return (pixels / 255).astype(np.float32)


def load_image(path):
    return torch.from_numpy(np.ascontiguousarray(brightness(channels_first(load_pixels(path)))))[None]


if __name__ == "__main__":
    print(load_image(sys.argv[1]).shape)
