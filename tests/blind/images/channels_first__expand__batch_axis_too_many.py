# {"function": "channels_first", "kind": "single", "idea": "Adds a batch axis in front.", "style": "expand"}
import numpy as np
import torch
from PIL import Image
BRIGHTEST = 255



def load_pixels(path):
    with Image.open(path) as picture:
        return np.array(picture.convert('RGBA'))[:, :, :3]



def channels_first(pixels):
    return np.expand_dims(pixels.transpose(2, 0, 1), axis=0)



def brightness(pixels):
    return pixels / BRIGHTEST



def load_image(path):
    planes = channels_first(brightness(load_pixels(path)))
    return torch.tensor(planes, dtype=torch.float32).unsqueeze(0)
