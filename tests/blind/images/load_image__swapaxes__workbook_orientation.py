# {"function": "load_image", "kind": "right", "idea": "Uses swapaxes(0, 2) in channels_first as the workbook does but (C, H, W) in load_image; both orientations are accepted.", "style": "swapaxes"}
import numpy as np
import torch
from PIL import Image


def load_pixels(path):
    img = Image.open(path).convert("RGB")
    return np.array(img)


def channels_first(pixels):
    return pixels.swapaxes(0, 2)


def brightness(pixels):
    return pixels / 255


def load_image(path):
    arr = load_pixels(path).transpose((2, 0, 1))
    return torch.FloatTensor(brightness(arr)).reshape((1,) + arr.shape)
