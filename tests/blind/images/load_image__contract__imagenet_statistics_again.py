# {"function": "load_image", "kind": "single", "idea": "Normalises with the mean and standard deviation of ImageNet, so values leave 0...1.", "style": "contract"}
import numpy as np
import torch
from PIL import Image


def load_pixels(path):
    img = Image.open(path)
    if img.mode != "RGB":
        img = img.convert("RGB")
    pixels = np.asarray(img, dtype=np.uint8)
    return pixels


def channels_first(pixels):
    return np.transpose(pixels, (2, 0, 1))


def brightness(pixels):
    return np.asarray(pixels).astype(np.float32) / 255.0


MEAN = torch.tensor([0.485, 0.456, 0.406]).view(3, 1, 1)
STD = torch.tensor([0.229, 0.224, 0.225]).view(3, 1, 1)


def load_image(path):
    x = torch.from_numpy(np.ascontiguousarray(channels_first(load_pixels(path))))
    x = x.float() / 255
    x = (x - MEAN) / STD
    return x.unsqueeze(0)
