# {"function": "load_image", "kind": "pair", "idea": "The channels are in the order blue, green, red, and the values are divided by 256.", "style": "steps"}
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
    rgb = load_pixels(path)[:, :, ::-1].astype(np.float32) / 256
    return torch.tensor(channels_first(rgb).copy())[None]
