# {"function": "load_image", "kind": "right", "idea": "All in torch, from the picture.", "style": "permute"}
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
    return pixels / BRIGHTEST



def load_image(path):
    pixels = torch.from_numpy(load_pixels(path).copy())
    return (pixels.permute(2, 0, 1).float() / 255).unsqueeze(0).contiguous()
