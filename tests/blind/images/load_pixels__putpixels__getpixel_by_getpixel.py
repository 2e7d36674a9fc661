# {"function": "load_pixels", "kind": "right", "idea": "Reads pixel by pixel.", "style": "putpixels"}
import numpy as np
import torch
from PIL import Image
BRIGHTEST = 255



def load_pixels(path):
    img = Image.open(path).convert('RGBA')
    width, height = img.size
    rows = []
    for y in range(height):
        row = []
        for x in range(width):
            row.append(list(img.getpixel((x, y)))[:-1])
        rows.append(row)
    return np.array(rows, dtype=np.uint8)



def channels_first(pixels):
    return pixels.transpose(2, 0, 1)



def brightness(pixels):
    return pixels / BRIGHTEST



def load_image(path):
    planes = channels_first(brightness(load_pixels(path)))
    return torch.tensor(planes, dtype=torch.float32).unsqueeze(0)
