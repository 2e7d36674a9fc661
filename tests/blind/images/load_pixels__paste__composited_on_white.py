# {"function": "load_pixels", "kind": "single", "idea": "Pastes transparent pictures on a white background instead of dropping the transparency, which changes the colours.", "style": "paste"}
import numpy as np
import torch
from PIL import Image


def load_pixels(path):
    img = Image.open(path)
    if img.mode in ("RGBA", "LA"):
        img = img.convert("RGBA")
        white = Image.new("RGBA", img.size, (255, 255, 255, 255))
        img = Image.alpha_composite(white, img)
    return np.array(img.convert("RGB"))


def channels_first(pixels):
    return pixels.transpose(2, 0, 1)


def brightness(pixels):
    return pixels / 255


def load_image(path):
    arr = load_pixels(path)
    arr = channels_first(arr)
    arr = brightness(arr)
    return torch.tensor(arr).float().unsqueeze(0)
