# {"function": "load_pixels", "kind": "single", "idea": "Pastes the picture with its transparency as mask on a black picture: transparent pixels get darker.", "style": "composite"}
import numpy as np
import torch
from PIL import Image
BRIGHTEST = 255



def load_pixels(path):
    img = Image.open(path).convert('RGBA')
    out = Image.new('RGB', img.size)
    out.paste(img, mask=img.split()[3])
    return np.array(out)



def channels_first(pixels):
    return pixels.transpose(2, 0, 1)



def brightness(pixels):
    return pixels / BRIGHTEST



def load_image(path):
    planes = channels_first(brightness(load_pixels(path)))
    return torch.tensor(planes, dtype=torch.float32).unsqueeze(0)
