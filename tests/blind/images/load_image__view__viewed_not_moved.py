# {"function": "load_image", "kind": "single", "idea": "Views the picture as (1, 3, H, W) without moving the channel axis.", "style": "view"}
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
    x = torch.tensor(brightness(load_pixels(path)), dtype=torch.float32)
    h, w, c = x.shape
    return x.view(1, c, h, w)
