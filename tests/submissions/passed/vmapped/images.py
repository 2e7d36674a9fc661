import numpy as np
import torch
from PIL import Image

def load_pixels(fname):
    # RGBA first: then every kind of file has 4 planes, and the last one is the alpha
    return np.array(Image.open(fname).convert('RGBA'))[:, :, :3]

def channels_first(px):
    return np.moveaxis(px, -1, 0)

def brightness(px):
    return px.astype(np.float64) / 255.0

def load_image(fname):
    x = brightness(channels_first(load_pixels(fname)))
    return torch.from_numpy(x).float().unsqueeze(0)
