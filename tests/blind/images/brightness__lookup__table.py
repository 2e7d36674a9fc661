# {"function": "brightness", "kind": "right", "idea": "By a lookup table.", "style": "lookup"}
import numpy as np
import torch
from PIL import Image
TABLE = np.arange(256) / 255.0
BRIGHTEST = 255



def load_pixels(path):
    with Image.open(path) as picture:
        return np.array(picture.convert('RGBA'))[:, :, :3]



def channels_first(pixels):
    return pixels.transpose(2, 0, 1)



def brightness(pixels):
    return TABLE[pixels]



def load_image(path):
    planes = channels_first(brightness(load_pixels(path)))
    return torch.tensor(planes, dtype=torch.float32).unsqueeze(0)
