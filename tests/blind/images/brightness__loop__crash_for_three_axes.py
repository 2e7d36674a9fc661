# {"function": "brightness", "kind": "single", "idea": "Loops over three axes by unpacking the shape; crashes for arrays with one or two axes.", "style": "loop"}
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
    h, w, c = pixels.shape
    out = np.zeros((h, w, c))
    for i in range(h):
        for j in range(w):
            for k in range(c):
                out[i, j, k] = pixels[i, j, k] / 255
    return out



def load_image(path):
    planes = channels_first(brightness(load_pixels(path)))
    return torch.tensor(planes, dtype=torch.float32).unsqueeze(0)
