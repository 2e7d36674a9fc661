# {"function": "channels_first", "kind": "single", "idea": "Takes exactly the planes 0, 1 and 2, so a fourth channel is lost and grey pictures with one channel crash.", "style": "stack_of_planes"}
import numpy as np
import torch
from PIL import Image


def load_pixels(path):
    with Image.open(path) as picture:
        return np.array(picture.convert("RGB"))


def channels_first(pixels):
    red, green, blue = pixels[..., 0], pixels[..., 1], pixels[..., 2]
    return np.stack((red, green, blue), axis=0)


def brightness(pixels):
    return pixels.astype(np.float32) / 255


def load_image(path):
    planes = channels_first(brightness(load_pixels(path)))
    return torch.from_numpy(np.ascontiguousarray(planes)).float().unsqueeze(0)
