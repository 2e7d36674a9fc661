# {"function": "load_pixels", "kind": "single", "idea": "Lays transparent pictures on a white background instead of keeping the stored colours.", "style": "web_designer"}
"""From a file to a tensor."""
import numpy as np
import torch
from PIL import Image

BRIGHTEST = 255


def load_pixels(path):
    with Image.open(path) as picture:
        rgba = picture.convert("RGBA")
        white = Image.new("RGBA", rgba.size, "white")
        return np.array(Image.alpha_composite(white, rgba).convert("RGB"))


def channels_first(pixels):
    return pixels.transpose(2, 0, 1)


def brightness(pixels):
    return pixels / BRIGHTEST


def load_image(path):
    with Image.open(path) as picture:
        rgb = np.asarray(picture.convert("RGB"), dtype=np.float32)
    return torch.from_numpy(rgb / 255).permute(2, 0, 1)[None].contiguous()
