# {"function": "load_image", "kind": "single", "idea": "Normalises with ImageNet's mean and standard deviation at the end.", "style": "pretrained_network_recipe"}
# images.py

import numpy as np
import torch
from PIL import Image


def load_pixels(path):
    with Image.open(path) as picture:
        rgb = picture.convert("RGB")
    return np.asarray(rgb, dtype=np.uint8)


def channels_first(pixels):
    return np.moveaxis(pixels, -1, 0)


def brightness(pixels):
    return np.divide(pixels, 255.0, dtype=np.float64)


def load_image(path):
    x = torch.tensor(load_pixels(path)).float().div(255).permute(2, 0, 1)
    mean = torch.tensor([0.485, 0.456, 0.406]).view(3, 1, 1)
    std = torch.tensor([0.229, 0.224, 0.225]).view(3, 1, 1)
    x = (x - mean) / std
    return x.unsqueeze(0)
