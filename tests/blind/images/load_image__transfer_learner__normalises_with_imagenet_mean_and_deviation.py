# {"function": "load_image", "kind": "single", "idea": "Subtracts ImageNet's mean and divides by its deviation, so the values leave 0 to 1.", "style": "transfer_learner"}
"""From a file to a tensor."""
import numpy as np
import torch
from PIL import Image

BRIGHTEST = 255


def load_pixels(path):
    with Image.open(path) as picture:
        return np.array(picture.convert("RGB"))


def channels_first(pixels):
    return pixels.transpose(2, 0, 1)


def brightness(pixels):
    return pixels / BRIGHTEST


def load_image(path):
    mean = torch.tensor([0.485, 0.456, 0.406]).reshape(3, 1, 1)
    std = torch.tensor([0.229, 0.224, 0.225]).reshape(3, 1, 1)
    planes = torch.from_numpy(np.ascontiguousarray(channels_first(load_pixels(path))))
    planes = planes.float() / BRIGHTEST
    planes = (planes - mean) / std
    return planes.unsqueeze(0)
