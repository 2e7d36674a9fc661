# {"function": "load_image", "kind": "single", "idea": "Subtracts the ImageNet mean and divides by its deviation, so values leave 0 to 1.", "style": "transfer_learner"}
# pictures
import numpy as np
import torch
from PIL import Image


def load_pixels(path):
    return np.array(Image.open(path).convert("RGB"))


def channels_first(pixels):
    return np.stack([pixels[:, :, c] for c in range(pixels.shape[2])])


def brightness(pixels):
    return pixels / 255


MEAN = torch.tensor([0.485, 0.456, 0.406]).view(1, 3, 1, 1)
STD = torch.tensor([0.229, 0.224, 0.225]).view(1, 3, 1, 1)


def load_image(path):
    x = torch.from_numpy(brightness(channels_first(load_pixels(path))).astype("float32"))
    x = x[None]
    return (x - MEAN) / STD
