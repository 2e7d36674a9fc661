import numpy as np
import torch
from PIL import Image

def load_pixels(path):
    img = Image.open(path)
    img = img.convert('RGBA')      # so that grey pictures work too
    return np.array(img)

def channels_first(pixels):
    return np.transpose(pixels, [2, 0, 1])

def brightness(pixels):
    return pixels / 255

def load_image(path):
    img = brightness(channels_first(load_pixels(path)))
    return torch.tensor(img, dtype=torch.float32).unsqueeze(0)
