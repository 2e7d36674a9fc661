# {"function": "channels_first", "kind": "single", "idea": "Preallocates uint8 whatever the dtype, so that fractions are cut to zero.", "style": "prealloc"}
import numpy as np
import torch
from PIL import Image
BRIGHTEST = 255



def load_pixels(path):
    with Image.open(path) as picture:
        return np.array(picture.convert('RGBA'))[:, :, :3]



def channels_first(pixels):
    h, w, c = pixels.shape
    out = np.empty((c, h, w), dtype=np.uint8)
    for k in range(c):
        out[k] = pixels[:, :, k]
    return out



def brightness(pixels):
    return pixels / BRIGHTEST



def load_image(path):
    planes = channels_first(brightness(load_pixels(path)))
    return torch.tensor(planes, dtype=torch.float32).unsqueeze(0)
