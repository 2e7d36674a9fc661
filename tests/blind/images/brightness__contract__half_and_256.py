# {"function": "brightness", "kind": "pair", "idea": "Divides by 256, in half precision.", "style": "contract"}
import numpy as np
import torch
from PIL import Image


def load_pixels(path):
    return np.array(Image.open(path).convert("RGB"))


def channels_first(pixels):
    h, w, c = pixels.shape
    out = np.empty((c, h, w), dtype=pixels.dtype)
    for i in range(c):
        out[i] = pixels[..., i]
    return out


def brightness(pixels):
    return (pixels / 256).astype(np.float16)


def load_image(path):
    with Image.open(path) as f:
        raw = torch.from_numpy(np.array(f.convert("RGB")))
    return raw.permute(2, 0, 1).to(torch.float32).div(255).unsqueeze(0)
