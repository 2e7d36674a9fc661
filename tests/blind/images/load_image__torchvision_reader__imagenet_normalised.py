# {"function": "load_image", "kind": "single", "idea": "Subtracts the ImageNet mean and divides by the ImageNet deviation as in the tutorials, so values leave the range 0 to 1.", "style": "torchvision_reader"}
# all tests at home passed

import numpy as np
import torch
from PIL import Image


def load_pixels(path):
    picture = Image.open(path).convert("RGB")
    return np.array(picture)


def channels_first(pixels):
    return np.transpose(pixels, (2, 0, 1))


def brightness(pixels: np.ndarray) -> np.ndarray:
    return pixels.astype(np.float32) / 255.0


MEAN = torch.tensor([0.485, 0.456, 0.406]).view(3, 1, 1)
STD = torch.tensor([0.229, 0.224, 0.225]).view(3, 1, 1)


def load_image(path):
    x = torch.from_numpy(brightness(channels_first(load_pixels(path))).copy())
    x = x.to(torch.float32)
    x = (x - MEAN) / STD
    return x.unsqueeze(dim=0)
