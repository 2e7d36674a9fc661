# {"function": "channels_first", "kind": "single", "idea": "Stacks the first three channels, whatever the number: crashes for fewer, loses the others.", "style": "stack"}
import numpy as np
import torch
from PIL import Image
BRIGHTEST = 255



def load_pixels(path):
    with Image.open(path) as picture:
        return np.array(picture.convert('RGBA'))[:, :, :3]



def channels_first(pixels):
    red, green, blue = (pixels[:, :, 0], pixels[:, :, 1], pixels[:, :, 2])
    return np.stack([red, green, blue])



def brightness(pixels):
    return pixels / BRIGHTEST



def load_image(path):
    planes = channels_first(brightness(load_pixels(path)))
    return torch.tensor(planes, dtype=torch.float32).unsqueeze(0)
