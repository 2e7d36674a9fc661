# {"function": "channels_first", "kind": "single", "idea": "Unpacks exactly three channels, so one or four channels are wrong.", "style": "contract"}
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
    red = pixels[:, :, 0]
    green = pixels[:, :, 1]
    blue = pixels[:, :, 2]
    return np.array([red, green, blue])


def brightness(pixels):
    return np.asarray(pixels).astype(np.float32) / 255.0


def load_image(path):
    x = load_pixels(path)
    x = channels_first(x)
    x = brightness(x)
    return torch.from_numpy(np.ascontiguousarray(x)).float()[None, ...]
