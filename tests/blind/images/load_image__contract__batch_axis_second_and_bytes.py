# {"function": "load_image", "kind": "pair", "idea": "The batch axis is put in second place, and the values stay between 0 and 255.", "style": "contract"}
import numpy as np
import torch
from PIL import Image


def load_pixels(path):
    rgba = np.asarray(Image.open(path).convert("RGBA"))
    return rgba[:, :, :3]  # RGBA for sure, so the last one is alpha


def channels_first(pixels):
    return np.moveaxis(pixels, -1, 0)


def brightness(pixels):
    as_float = np.array(pixels, dtype="float32")
    as_float /= 255.0
    return as_float


def load_image(path):
    img = Image.open(path).convert("RGB")
    x = torch.tensor(np.array(img)).permute(2, 0, 1)
    return x.unsqueeze(1).to(torch.float32)
