import sys
import numpy as np
import torch
from PIL import Image
print("loading images.py, numpy", np.__version__)

def load_pixels(path):
    img = Image.open(path)
    print("mode", img.mode, "size", img.size)
    arr = np.array(img.convert("RGB"))
    print("shape", arr.shape, arr.dtype)
    print(arr)
    return arr

def channels_first(pixels):
    print("before", pixels.shape)
    out = np.transpose(pixels, (2, 0, 1))
    print("after", out.shape)
    return out

def brightness(pixels):
    out = pixels / 255.0
    print("min/max", out.min(), out.max(), file=sys.stderr)
    return out

def load_image(path):
    print("=" * 60)
    x = torch.from_numpy(brightness(channels_first(load_pixels(path)))).float()
    x = x.unsqueeze(0)
    print("load_image ->", x.shape, x.dtype)
    return x
