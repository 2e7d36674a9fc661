# {"function": "brightness", "kind": "right", "idea": "Right in an unusual style: every byte is looked up in a table.", "style": "contract"}
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
    return np.moveaxis(pixels, -1, 0)


TABLE = np.array([value / 255 for value in range(256)])


def brightness(pixels):
    return np.take(TABLE, pixels)


def load_image(path):
    image = brightness(load_pixels(path))
    return torch.as_tensor(channels_first(image).astype(np.float32)).unsqueeze(0)
