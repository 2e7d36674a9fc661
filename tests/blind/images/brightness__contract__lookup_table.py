# {"function": "brightness", "kind": "right", "idea": "Right: looks each of the 256 values up in a table.", "style": "contract"}
import numpy as np
import torch
from PIL import Image


def load_pixels(path):
    with Image.open(path) as picture:
        rgba = np.asarray(picture.convert("RGBA"))
    return rgba[:, :, :3].copy()


def channels_first(pixels):
    return np.transpose(pixels, (2, 0, 1))


_TABLE = np.linspace(0.0, 1.0, 256)


def brightness(pixels):
    return _TABLE[np.asarray(pixels).astype(np.intp)]


def load_image(path):
    with Image.open(path) as f:
        raw = torch.from_numpy(np.array(f.convert("RGB")))
    return raw.permute(2, 0, 1).to(torch.float32).div(255).unsqueeze(0)
