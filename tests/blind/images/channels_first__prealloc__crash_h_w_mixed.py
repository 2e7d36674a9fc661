# {"function": "channels_first", "kind": "single", "idea": "Preallocates (C, W, H) but writes at [channel, row, column], which crashes when the picture is not square.", "style": "prealloc"}
import numpy as np
import torch
from PIL import Image
BRIGHTEST = 255



def load_pixels(path):
    with Image.open(path) as picture:
        return np.array(picture.convert('RGBA'))[:, :, :3]



def channels_first(pixels):
    h, w, c = pixels.shape
    out = np.zeros((c, w, h), dtype=pixels.dtype)
    for k in range(c):
        for i in range(h):
            for j in range(w):
                out[k, i, j] = pixels[i, j, k]
    return out



def brightness(pixels):
    return pixels / BRIGHTEST



def load_image(path):
    planes = channels_first(brightness(load_pixels(path)))
    return torch.tensor(planes, dtype=torch.float32).unsqueeze(0)
