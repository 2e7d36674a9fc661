# {"function": "load_pixels", "kind": "single", "idea": "Preallocates (width, height, 3) but writes at [row, column], which crashes whenever the picture is not square.", "style": "getpixel_loop"}
import numpy as np
import torch
from PIL import Image
BRIGHTEST = 255



def load_pixels(path):
    img = Image.open(path).convert('RGBA')
    out = np.zeros((img.size[0], img.size[1], 3), dtype=np.uint8)
    for row in range(img.size[1]):
        for col in range(img.size[0]):
            out[row, col] = img.getpixel((col, row))[:3]
    return out



def channels_first(pixels):
    return pixels.transpose(2, 0, 1)



def brightness(pixels):
    return pixels / BRIGHTEST



def load_image(path):
    planes = channels_first(brightness(load_pixels(path)))
    return torch.tensor(planes, dtype=torch.float32).unsqueeze(0)
