# {"function": "load_pixels", "kind": "right", "idea": "Reads the bytes.", "style": "bytes"}
import numpy as np
import torch
from PIL import Image
BRIGHTEST = 255



def load_pixels(path):
    img = Image.open(path).convert('RGBA')
    return np.frombuffer(img.tobytes(), dtype=np.uint8).reshape(img.height, img.width, 4)[..., 0:3]



def channels_first(pixels):
    return pixels.transpose(2, 0, 1)



def brightness(pixels):
    return pixels / BRIGHTEST



def load_image(path):
    planes = channels_first(brightness(load_pixels(path)))
    return torch.tensor(planes, dtype=torch.float32).unsqueeze(0)
