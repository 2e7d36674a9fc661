# {"function": "load_pixels", "kind": "pair", "idea": "Gives float32 values, and grey pictures with one channel only.", "style": "contract"}
import numpy as np
import torch
from PIL import Image


def load_pixels(path):
    image = Image.open(path)
    if image.mode == "L":
        return np.array(image, dtype=np.float32)[:, :, None]
    return np.array(image.convert("RGB"), dtype=np.float32)


def channels_first(pixels):
    h, w, c = pixels.shape
    out = np.empty((c, h, w), dtype=pixels.dtype)
    for i in range(c):
        out[i] = pixels[..., i]
    return out


def brightness(pixels):
    return np.asarray(pixels).astype(np.float32) / 255.0


def load_image(path):
    with Image.open(path) as f:
        raw = torch.from_numpy(np.array(f.convert("RGB")))
    return raw.permute(2, 0, 1).to(torch.float32).div(255).unsqueeze(0)
