# {"function": "load_pixels", "kind": "single", "idea": "Reshapes the pixels, which come row by row, to (width, height, 3).", "style": "getdata"}
import numpy as np
import torch
from PIL import Image
BRIGHTEST = 255



def load_pixels(path):
    img = Image.open(path).convert('RGBA')
    w, h = img.size
    data = [p[:3] for p in img.getdata()]
    return np.array(data, dtype=np.uint8).reshape(w, h, 3)



def channels_first(pixels):
    return pixels.transpose(2, 0, 1)



def brightness(pixels):
    return pixels / BRIGHTEST



def load_image(path):
    planes = channels_first(brightness(load_pixels(path)))
    return torch.tensor(planes, dtype=torch.float32).unsqueeze(0)
