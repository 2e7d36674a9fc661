# {"function": "load_pixels", "kind": "single", "idea": "Unpacks height, width and channels of the array, which crashes for grey and palette pictures, which have two axes.", "style": "unpacking"}
import numpy as np
import torch
from PIL import Image
BRIGHTEST = 255



def load_pixels(path):
    arr = np.array(Image.open(path))
    height, width, channels = arr.shape
    if channels == 4:
        arr = arr[:, :, :3]
    return arr



def channels_first(pixels):
    return pixels.transpose(2, 0, 1)



def brightness(pixels):
    return pixels / BRIGHTEST



def load_image(path):
    planes = channels_first(brightness(load_pixels(path)))
    return torch.tensor(planes, dtype=torch.float32).unsqueeze(0)
