# {"function": "brightness", "kind": "single", "idea": "Takes the brightness of a pixel for the mean of its colours, repeated over the channels, so the colour is gone.", "style": "contract"}
import numpy as np
import torch
from PIL import Image


def load_pixels(path):
    return np.array(Image.open(path).convert("RGB"))


def channels_first(pixels):
    return np.transpose(pixels, (2, 0, 1))


def brightness(pixels):
    scaled = pixels.astype("float32") / 255
    grey = scaled.mean(axis=-1, keepdims=True)
    return np.broadcast_to(grey, pixels.shape).copy()


def load_image(path):
    with Image.open(path) as f:
        raw = torch.from_numpy(np.array(f.convert("RGB")))
    return raw.permute(2, 0, 1).to(torch.float32).div(255).unsqueeze(0)
