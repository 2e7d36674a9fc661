# {"function": "channels_first", "kind": "single", "idea": "Stacks exactly three planes, so other numbers of channels crash or are cut.", "style": "stack"}
import numpy as np
import torch
from PIL import Image


def load_pixels(path):
    img = Image.open(path).convert("RGB")
    return np.array(img)


def channels_first(pixels):
    red = pixels[:, :, 0]
    green = pixels[:, :, 1]
    blue = pixels[:, :, 2]
    return np.stack([red, green, blue])


def brightness(pixels):
    return pixels / 255


def load_image(path):
    arr = load_pixels(path)
    arr = channels_first(arr)
    arr = brightness(arr)
    return torch.tensor(arr).float().unsqueeze(0)
