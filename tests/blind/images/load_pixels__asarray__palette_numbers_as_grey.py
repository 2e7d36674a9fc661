# {"function": "load_pixels", "kind": "single", "idea": "Takes the palette's index of a pixel for its grey value: only grey pictures are stacked, palette pictures are two-dimensional as well.", "style": "asarray"}
import numpy as np
import torch
from PIL import Image
BRIGHTEST = 255



def load_pixels(path):
    data = np.asarray(Image.open(path))
    if data.ndim == 2:
        data = np.stack([data, data, data], axis=-1)
    return data[:, :, :3].astype(np.uint8)



def channels_first(pixels):
    return pixels.transpose(2, 0, 1)



def brightness(pixels):
    return pixels / BRIGHTEST



def load_image(path):
    planes = channels_first(brightness(load_pixels(path)))
    return torch.tensor(planes, dtype=torch.float32).unsqueeze(0)
