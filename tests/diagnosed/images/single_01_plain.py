# channels_first: reshape
# mistakes: channels_are_moved_by_reshape
import numpy as np
import torch
from PIL import Image

def load_pixels(path):
    img = Image.open(path)
    img = img.convert("RGBA")
    arr = np.asarray(img)
    return arr[:, :, :3].copy()

def channels_first(pixels):
    return pixels.reshape(pixels.shape[2], pixels.shape[0], pixels.shape[1])

def brightness(pixels):
    return pixels.astype(np.float32) / 255.0

def load_image(path):
    px = load_pixels(path)
    px = brightness(px)
    px = channels_first(px)
    t = torch.tensor(np.ascontiguousarray(px), dtype=torch.float32)
    return t.unsqueeze(0)
