# {"function": "load_pixels", "kind": "single", "idea": "Lays transparent pictures on a white background instead of only leaving out the transparency.", "style": "composite"}
import numpy as np
import torch
from PIL import Image
BRIGHTEST = 255



def load_pixels(path):
    img = Image.open(path).convert('RGBA')
    background = Image.new('RGBA', img.size, (255, 255, 255, 255))
    return np.array(Image.alpha_composite(background, img))[:, :, :3]



def channels_first(pixels):
    return pixels.transpose(2, 0, 1)



def brightness(pixels):
    return pixels / BRIGHTEST



def load_image(path):
    planes = channels_first(brightness(load_pixels(path)))
    return torch.tensor(planes, dtype=torch.float32).unsqueeze(0)
