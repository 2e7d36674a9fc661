# {"function": "load_pixels", "kind": "single", "idea": "Drops the first channel of RGBA instead of the last: green, blue, transparency remain.", "style": "slicing"}
import numpy as np
import torch
from PIL import Image
BRIGHTEST = 255



def load_pixels(path):
    return np.array(Image.open(path).convert('RGBA'))[:, :, 1:]



def channels_first(pixels):
    return pixels.transpose(2, 0, 1)



def brightness(pixels):
    return pixels / BRIGHTEST



def load_image(path):
    planes = channels_first(brightness(load_pixels(path)))
    return torch.tensor(planes, dtype=torch.float32).unsqueeze(0)
