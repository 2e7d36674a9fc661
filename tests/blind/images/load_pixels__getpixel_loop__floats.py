# {"function": "load_pixels", "kind": "single", "idea": "Preallocates without a dtype, so that the pixels are float64 instead of uint8.", "style": "getpixel_loop"}
import numpy as np
import torch
from PIL import Image
BRIGHTEST = 255



def load_pixels(path):
    img = Image.open(path).convert('RGBA')
    w, h = img.size
    out = np.zeros((h, w, 3))
    for y in range(h):
        for x in range(w):
            r, g, b, a = img.getpixel((x, y))
            out[y][x] = [r, g, b]
    return out



def channels_first(pixels):
    return pixels.transpose(2, 0, 1)



def brightness(pixels):
    return pixels / BRIGHTEST



def load_image(path):
    planes = channels_first(brightness(load_pixels(path)))
    return torch.tensor(planes, dtype=torch.float32).unsqueeze(0)
