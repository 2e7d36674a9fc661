# {"function": "load_pixels", "kind": "single", "idea": "Converts to grey and repeats the grey three times; the colours are lost.", "style": "convert"}
import numpy as np
import torch
from PIL import Image
BRIGHTEST = 255



def load_pixels(path):
    img = Image.open(path).convert('L')
    return np.dstack([np.array(img)] * 3)



def channels_first(pixels):
    return pixels.transpose(2, 0, 1)



def brightness(pixels):
    return pixels / BRIGHTEST



def load_image(path):
    planes = channels_first(brightness(load_pixels(path)))
    return torch.tensor(planes, dtype=torch.float32).unsqueeze(0)
