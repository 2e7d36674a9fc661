# {"function": "load_pixels", "kind": "single", "idea": "Always cuts off the last channel as in the workbook, so RGB pictures lose blue and grey pictures crash with an IndexError.", "style": "slice"}
import numpy as np
import torch
from PIL import Image


def load_pixels(path):
    img = Image.open(path)
    arr = np.array(img)
    # drop the transparency
    return arr[:, :, :-1]


def channels_first(pixels):
    return pixels.transpose(2, 0, 1)


def brightness(pixels):
    return pixels / 255


def load_image(path):
    arr = load_pixels(path)
    arr = channels_first(arr)
    arr = brightness(arr)
    return torch.tensor(arr).float().unsqueeze(0)
