# {"function": "load_pixels", "kind": "single", "idea": "Puts a grey picture into the red channel only; green and blue stay zero.", "style": "prealloc"}
import numpy as np
import torch
from PIL import Image
BRIGHTEST = 255



def load_pixels(path):
    img = Image.open(path)
    if img.mode == 'L':
        grey = np.array(img)
        out = np.zeros(grey.shape + (3,), dtype=np.uint8)
        out[:, :, 0] = grey
        return out
    return np.array(img.convert('RGBA'))[:, :, :3]



def channels_first(pixels):
    return pixels.transpose(2, 0, 1)



def brightness(pixels):
    return pixels / BRIGHTEST



def load_image(path):
    planes = channels_first(brightness(load_pixels(path)))
    return torch.tensor(planes, dtype=torch.float32).unsqueeze(0)
