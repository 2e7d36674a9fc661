# {"function": "channels_first", "kind": "single", "idea": "Picks red, green and blue by name: crashes for one channel, drops a fourth.", "style": "red_green_blue_by_name"}
import numpy as np
import torch
from PIL import Image


def load_pixels(path):
    with Image.open(path) as picture:
        rgb = picture.convert("RGB")
    return np.asarray(rgb, dtype=np.uint8)


def channels_first(pixels):
    red = pixels[:, :, 0]
    green = pixels[:, :, 1]
    blue = pixels[:, :, 2]
    return np.array([red, green, blue])


def brightness(pixels):
    return np.divide(pixels, 255.0, dtype=np.float64)


def load_image(path):
    array = np.array(Image.open(path).convert("RGB"), dtype=np.float32) / 255.0
    return torch.from_numpy(array.transpose(2, 0, 1)[None].copy())
