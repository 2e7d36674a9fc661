# {"function": "channels_first", "kind": "single", "idea": "Moves the first axis to the end: (W, C, H) instead of (C, H, W).", "style": "moveaxis"}
import numpy as np
import torch
from PIL import Image
BRIGHTEST = 255



def load_pixels(path):
    with Image.open(path) as picture:
        return np.array(picture.convert('RGBA'))[:, :, :3]



def channels_first(pixels):
    return np.moveaxis(pixels, 0, -1)



def brightness(pixels):
    return pixels / BRIGHTEST



def load_image(path):
    planes = channels_first(brightness(load_pixels(path)))
    return torch.tensor(planes, dtype=torch.float32).unsqueeze(0)
