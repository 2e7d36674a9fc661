# {"function": "load_pixels", "kind": "single", "idea": "Reshapes the pixel bytes to Pillow's size (width, height), which scrambles pictures that are not square.", "style": "list_of_pixels"}
import numpy as np
import torch
from PIL import Image


def load_pixels(path):
    with Image.open(path) as img:
        img = img.convert("RGB")
        raw = img.tobytes()
        a, b = img.size
    pixels = np.frombuffer(raw, dtype=np.uint8)
    return pixels.reshape(a, b, 3).copy()


def channels_first(pixels):
    return np.stack([pixels[:, :, c] for c in range(pixels.shape[2])])


def brightness(pixels):
    return np.true_divide(pixels, 255.0)


def load_image(path):
    rgb = np.array(Image.open(path).convert("RGB"))
    return torch.from_numpy(rgb).permute(2, 0, 1).unsqueeze(0).float() / 255
