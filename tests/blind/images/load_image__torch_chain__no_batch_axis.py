# {"function": "load_image", "kind": "single", "idea": "Forgets the batch of one and returns (3, H, W).", "style": "torch-chain"}
import numpy as np
import torch
from PIL import Image


def load_pixels(path):
    img = Image.open(path).convert("RGB")
    return np.array(img)


def channels_first(pixels):
    return pixels.transpose(2, 0, 1)


def brightness(pixels):
    return pixels / 255


def load_image(path):
    arr = load_pixels(path)
    arr = channels_first(arr)
    arr = brightness(arr)
    return torch.tensor(arr).float()
