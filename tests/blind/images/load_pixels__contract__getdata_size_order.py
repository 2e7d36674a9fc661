# {"function": "load_pixels", "kind": "single", "idea": "Reshapes getdata() with Pillow's (width, height), which scrambles every picture that is not square.", "style": "contract"}
import numpy as np
import torch
from PIL import Image


def load_pixels(path):
    img = Image.open(path).convert("RGB")
    data = list(img.getdata())
    return np.array(data, dtype=np.uint8).reshape(img.size[0], img.size[1], 3)


def channels_first(pixels):
    return np.transpose(pixels, (2, 0, 1))


def brightness(pixels):
    return pixels / 255


def load_image(path):
    array = brightness(channels_first(load_pixels(path)))
    return torch.tensor(array, dtype=torch.float32).unsqueeze(0)
