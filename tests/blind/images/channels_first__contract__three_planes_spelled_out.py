# {"function": "channels_first", "kind": "single", "idea": "The three planes are written out by hand: pictures with one, two or four channels go wrong.", "style": "contract"}
import numpy as np
import torch
from PIL import Image


def load_pixels(path):
    image = Image.open(path)
    if image.mode != "RGB":
        image = image.convert("RGB")
    raw = np.frombuffer(image.tobytes(), dtype=np.uint8)
    return raw.reshape(image.height, image.width, 3).copy()


def channels_first(pixels):
    red, green, blue = pixels[:, :, 0], pixels[:, :, 1], pixels[:, :, 2]
    return np.stack((red, green, blue))


def brightness(pixels):
    return pixels / 255.0


def load_image(path):
    pixels = load_pixels(path)
    x = channels_first(pixels)
    x = brightness(x)
    return torch.from_numpy(np.ascontiguousarray(x, dtype=np.float32))[None]
