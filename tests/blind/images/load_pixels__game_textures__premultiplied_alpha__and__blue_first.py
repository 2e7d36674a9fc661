# {"function": "load_pixels", "kind": "pair", "idea": "Multiplies the colours by their alpha (black background), and hands them over as blue, green, red.", "style": "game_textures"}
import numpy as np
import torch
from PIL import Image

BRIGHTEST = 255


def load_pixels(path):
    r, g, b, a = np.array(Image.open(path).convert("RGBA")).transpose(2, 0, 1)
    planes = [b, g, r]
    planes = [np.round(plane * (a / 255.0)).astype(np.uint8) for plane in planes]
    return np.dstack(planes)


def channels_first(pixels):
    return pixels.transpose(2, 0, 1)


def brightness(pixels):
    return pixels.astype(np.float32) / BRIGHTEST


def load_image(path):
    array = np.array(Image.open(path).convert("RGB"), dtype=np.float32) / 255.0
    return torch.from_numpy(array.transpose(2, 0, 1)[None].copy())
