# {"function": "load_pixels", "kind": "pair", "idea": "load_pixels swaps red and blue, and brightness scales to -1 to 1.", "style": "two"}
import numpy as np
import torch
from PIL import Image
BRIGHTEST = 255



def load_pixels(path):
    r, g, b, _ = Image.open(path).convert('RGBA').split()
    return np.array(Image.merge('RGB', (b, g, r)))



def channels_first(pixels):
    return pixels.transpose(2, 0, 1)



def brightness(pixels):
    return 2 * (pixels / 255) - 1



def load_image(path):
    planes = channels_first(brightness(load_pixels(path)))
    return torch.tensor(planes, dtype=torch.float32).unsqueeze(0)
