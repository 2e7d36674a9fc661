# {"function": "channels_first", "kind": "single", "idea": "The cube is turned with rot90: the channels arrive in front, but in reverse order.", "style": "contract"}
import numpy as np
import torch
from PIL import Image


def load_pixels(path):
    return np.array(Image.open(path).convert("RGB"))


def channels_first(pixels):
    return np.rot90(pixels, axes=(0, 2))


def brightness(pixels):
    return pixels / 255.0


def load_image(path):
    arr = np.array(Image.open(path).convert("RGB"))
    return torch.tensor(arr).permute(2, 0, 1).unsqueeze(0).float() / 255
