# {"function": "brightness", "kind": "single", "idea": "Rounds to two decimals.", "style": "round"}
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
    return np.round(pixels / 255, 2)



def load_image(path):
    planes = channels_first(brightness(load_pixels(path)))
    return torch.tensor(planes, dtype=torch.float32).unsqueeze(0)
