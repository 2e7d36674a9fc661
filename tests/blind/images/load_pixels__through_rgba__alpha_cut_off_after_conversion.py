# {"function": "load_pixels", "kind": "right", "idea": "Right: every picture is converted to RGBA first, whatever its kind, and the alpha plane is cut off afterwards.", "style": "through_rgba"}
import numpy as np
import torch
from PIL import Image


def load_pixels(path):
    with open(path, "rb") as file:
        picture = Image.open(file)
        picture.load()
    *colours, alpha = picture.convert("RGBA").split()
    return np.dstack([np.asarray(plane) for plane in colours])


def channels_first(pixels):
    return pixels.transpose(2, 0, 1)


def brightness(pixels):
    return pixels.astype(np.float32) / 255


def load_image(path):
    planes = channels_first(brightness(load_pixels(path)))
    return torch.from_numpy(np.ascontiguousarray(planes)).float().unsqueeze(0)
