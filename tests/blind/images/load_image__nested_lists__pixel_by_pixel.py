# {"function": "load_image", "kind": "right", "idea": "Reads single pixels with getpixel into nested lists and multiplies by 1/255; correct though slow.", "style": "nested-lists"}
import numpy as np
import torch
from PIL import Image


def load_pixels(path):
    img = Image.open(str(path)).convert("RGB")
    w, h = img.size
    rows = [[img.getpixel((x, y)) for x in range(w)] for y in range(h)]
    return np.array(rows, dtype=np.uint8)


def channels_first(pixels):
    h, w, c = pixels.shape
    return np.array([[[pixels[y, x, k] for x in range(w)] for y in range(h)] for k in range(c)], dtype=pixels.dtype)


def brightness(pixels):
    return pixels * (1 / 255)


def load_image(path):
    pixels = load_pixels(path)
    planes = [[[int(v) / 255 for v in line] for line in plane] for plane in channels_first(pixels)]
    return torch.tensor([planes])
