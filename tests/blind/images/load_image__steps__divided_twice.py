# {"function": "load_image", "kind": "single", "idea": "Divides by 255 after calling brightness, which did so already.", "style": "steps"}
import numpy as np
import torch
from PIL import Image
BRIGHTEST = 255



def load_pixels(path):
    with Image.open(path) as picture:
        return np.array(picture.convert('RGBA'))[:, :, :3]



def channels_first(pixels):
    return pixels.transpose(2, 0, 1)



def brightness(pixels):
    return pixels / BRIGHTEST



def load_image(path):
    x = channels_first(brightness(load_pixels(path)))
    return torch.tensor(x / 255, dtype=torch.float32)[None, ...]
