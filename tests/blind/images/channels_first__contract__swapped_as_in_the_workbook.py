# {"function": "channels_first", "kind": "right", "idea": "Right in an unusual style: swaps axes 0 and 2, giving (C, W, H), which 'orientation: either' accepts.", "style": "contract"}
import numpy as np
import torch
from PIL import Image


def load_pixels(path):
    rgba = np.asarray(Image.open(path).convert("RGBA"))
    return rgba[:, :, :3]  # RGBA for sure, so the last one is alpha


def channels_first(pixels):
    return pixels.swapaxes(0, 2)


def brightness(pixels):
    as_float = np.array(pixels, dtype="float32")
    as_float /= 255.0
    return as_float


def load_image(path):
    image = brightness(load_pixels(path))
    return torch.as_tensor(channels_first(image).astype(np.float32)).unsqueeze(0)
