# {"function": "channels_first", "kind": "right", "idea": "Collects planes in a list, from the last axis.", "style": "loop"}
import numpy as np
import torch
from PIL import Image
BRIGHTEST = 255



def load_pixels(path):
    with Image.open(path) as picture:
        return np.array(picture.convert('RGBA'))[:, :, :3]



def channels_first(pixels):
    planes = []
    for index in range(pixels.shape[-1]):
        planes.append(pixels[..., index])
    return np.array(planes)



def brightness(pixels):
    return pixels / BRIGHTEST



def load_image(path):
    planes = channels_first(brightness(load_pixels(path)))
    return torch.tensor(planes, dtype=torch.float32).unsqueeze(0)
