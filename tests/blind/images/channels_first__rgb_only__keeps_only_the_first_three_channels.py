# {"function": "channels_first", "kind": "single", "idea": "Stacks red, green and blue by name, so pictures with another number of channels lose one or fail.", "style": "rgb_only"}
"""From a file to a tensor."""
import numpy as np
import torch
from PIL import Image

BRIGHTEST = 255


def load_pixels(path):
    with Image.open(path) as picture:
        return np.array(picture.convert("RGB"))


def channels_first(pixels):
    red, green, blue = pixels[:, :, 0], pixels[:, :, 1], pixels[:, :, 2]
    return np.stack([red, green, blue])


def brightness(pixels):
    return pixels / BRIGHTEST


def load_image(path):
    with Image.open(path) as picture:
        rgb = np.asarray(picture.convert("RGB"), dtype=np.float32)
    return torch.from_numpy(rgb / 255).permute(2, 0, 1)[None].contiguous()
