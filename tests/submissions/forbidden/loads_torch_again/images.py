import numpy as np
import torch
from PIL import Image

def load_pixels(path):
    img = np.array(Image.open(path).convert('RGBA'))
    return img[:, :, :-1]        # without the alpha plane

def channels_first(pixels):
    # this gives (channels, width, height): x comes before y, like in a coordinate system
    return pixels.swapaxes(0, 2)

def brightness(pixels):
    return pixels / 255.

def load_image(path):
    x = channels_first(load_pixels(path))
    x = torch.tensor(brightness(x), dtype=torch.float)
    return x.unsqueeze(0)
