# {"function": "brightness", "kind": "single", "idea": "Subtracts the mean and divides by the standard deviation after dividing by 255.", "style": "normalise"}
import numpy as np
import torch
from PIL import Image
BRIGHTEST = 255



def load_pixels(path):
    with Image.open(path) as picture:
        return np.array(picture.convert('RGBA'))[:, :, :3]



def channels_first(pixels):
    return pixels.transpose(2, 0, 1)



def brightness(pixels):
    x = pixels / 255.0
    return (x - x.mean()) / (x.std() + 1e-08)



def load_image(path):
    planes = channels_first(brightness(load_pixels(path)))
    return torch.tensor(planes, dtype=torch.float32).unsqueeze(0)
