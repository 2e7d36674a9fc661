# {"function": "load_pixels", "kind": "pair", "idea": "load_pixels returns four channels, and brightness uses whole-number division so that almost everything becomes 0.", "style": "keeps-mode"}
import numpy as np
import torch
from PIL import Image


def load_pixels(path):
    img = Image.open(path).convert("RGBA")
    return np.array(img)


def channels_first(pixels):
    return pixels.transpose(2, 0, 1)


def brightness(pixels):
    return (pixels // 255).astype(np.float32)


def load_image(path):
    arr = load_pixels(path)
    arr = channels_first(arr)
    arr = brightness(arr)
    return torch.tensor(arr).float().unsqueeze(0)
