import numpy as np
import torch
from PIL import Image


def load_pixels(path):
    picture = Image.open(path).convert('RGB')
    width, height = picture.size
    # getdata goes row by row
    return np.frombuffer(picture.tobytes(), dtype=np.uint8).reshape(height, width, 3)


def channels_first(pixels):
    return np.rollaxis(pixels, 2)


def brightness(pixels):
    return pixels // 255


def load_image(path):
    image = brightness(channels_first(load_pixels(path)))
    return torch.tensor(np.expand_dims(image, 0)).to(torch.float32)
