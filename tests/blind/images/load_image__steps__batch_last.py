# {"function": "load_image", "kind": "single", "idea": "Puts the batch axis at the end: (3, H, W, 1).", "style": "steps"}
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
    x = torch.from_numpy(channels_first(brightness(load_pixels(path)))).float()
    return x.unsqueeze(-1)
