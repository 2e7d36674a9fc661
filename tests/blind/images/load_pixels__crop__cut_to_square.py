# {"function": "load_pixels", "kind": "single", "idea": "Cuts the picture to the largest square from its upper left corner.", "style": "crop"}
import numpy as np
import torch
from PIL import Image
BRIGHTEST = 255



def load_pixels(path):
    img = np.array(Image.open(path).convert('RGBA'))[:, :, :3]
    side = min(img.shape[0], img.shape[1])
    return img[:side, :side]



def channels_first(pixels):
    return pixels.transpose(2, 0, 1)



def brightness(pixels):
    return pixels / BRIGHTEST



def load_image(path):
    planes = channels_first(brightness(load_pixels(path)))
    return torch.tensor(planes, dtype=torch.float32).unsqueeze(0)
