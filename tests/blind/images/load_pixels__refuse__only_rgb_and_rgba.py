# {"function": "load_pixels", "kind": "single", "idea": "Refuses every picture that is not RGB or RGBA with a ValueError.", "style": "refuse"}
import numpy as np
import torch
from PIL import Image
BRIGHTEST = 255



def load_pixels(path):
    img = Image.open(path)
    if img.mode not in ('RGB', 'RGBA'):
        raise ValueError('unsupported mode ' + img.mode)
    return np.array(img)[:, :, :3]



def channels_first(pixels):
    return pixels.transpose(2, 0, 1)



def brightness(pixels):
    return pixels / BRIGHTEST



def load_image(path):
    planes = channels_first(brightness(load_pixels(path)))
    return torch.tensor(planes, dtype=torch.float32).unsqueeze(0)
