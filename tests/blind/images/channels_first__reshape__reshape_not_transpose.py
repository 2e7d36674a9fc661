# {"function": "channels_first", "kind": "single", "idea": "Reshapes to (C, H, W) instead of moving the axis, so that the numbers are mixed.", "style": "reshape"}
import numpy as np
import torch
from PIL import Image
BRIGHTEST = 255



def load_pixels(path):
    with Image.open(path) as picture:
        return np.array(picture.convert('RGBA'))[:, :, :3]



def channels_first(pixels):
    h, w, c = pixels.shape
    return pixels.reshape(c, h, w)



def brightness(pixels):
    return pixels / BRIGHTEST



def load_image(path):
    planes = channels_first(brightness(load_pixels(path)))
    return torch.tensor(planes, dtype=torch.float32).unsqueeze(0)
