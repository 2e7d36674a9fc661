# {"function": "load_pixels", "kind": "single", "idea": "Returns the channels in the order blue, green, red, as OpenCV does.", "style": "slicing"}
import numpy as np
import torch
from PIL import Image
BRIGHTEST = 255



def load_pixels(path):
    rgb = np.array(Image.open(path).convert('RGBA').convert('RGBA'))[..., :3]
    return rgb[:, :, ::-1].copy()



def channels_first(pixels):
    return pixels.transpose(2, 0, 1)



def brightness(pixels):
    return pixels / BRIGHTEST



def load_image(path):
    planes = channels_first(brightness(load_pixels(path)))
    return torch.tensor(planes, dtype=torch.float32).unsqueeze(0)
