# {"function": "load_pixels", "kind": "right", "idea": "Splits the bands and stacks three of them.", "style": "bands"}
import numpy as np
import torch
from PIL import Image
BRIGHTEST = 255



def load_pixels(path):
    bands = Image.open(path).convert('RGBA').split()
    return np.stack([np.asarray(band) for band in bands[:3]], axis=2)



def channels_first(pixels):
    return pixels.transpose(2, 0, 1)



def brightness(pixels):
    return pixels / BRIGHTEST



def load_image(path):
    planes = channels_first(brightness(load_pixels(path)))
    return torch.tensor(planes, dtype=torch.float32).unsqueeze(0)
