# load_pixels: blended on white
# mistakes: pixels_are_mixed_with_white
import numpy as np
import torch
from PIL import Image

def load_pixels(path):
    picture = Image.open(path)
    bg = Image.new("RGBA", picture.size, "white")
    r, g, b, a = Image.alpha_composite(bg, picture.convert("RGBA")).split()
    return np.dstack([np.array(r), np.array(g), np.array(b)])

def channels_first(pixels):
    h, w, c = pixels.shape
    out = np.zeros((c, h, w), dtype=pixels.dtype)
    for k in range(c):
        for i in range(h):
            for j in range(w):
                out[k, i, j] = pixels[i, j, k]
    return out

def brightness(pixels):
    return np.array(pixels, dtype=np.float64) * (1 / 255)

def load_image(path):
    r = torch.from_numpy(channels_first(load_pixels(path))).float() / 255
    return r[None]
