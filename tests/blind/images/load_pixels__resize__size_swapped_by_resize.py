# {"function": "load_pixels", "kind": "single", "idea": "Resizes the picture to (height, width) where Pillow wants (width, height), so that it is squeezed into the other shape.", "style": "resize"}
import numpy as np
import torch
from PIL import Image
BRIGHTEST = 255



def load_pixels(path):
    img = Image.open(path).convert('RGBA')
    img = img.resize((img.height, img.width))
    return np.array(img)[:, :, :3]



def channels_first(pixels):
    return pixels.transpose(2, 0, 1)



def brightness(pixels):
    return pixels / BRIGHTEST



def load_image(path):
    planes = channels_first(brightness(load_pixels(path)))
    return torch.tensor(planes, dtype=torch.float32).unsqueeze(0)
