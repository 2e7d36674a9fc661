# {"function": "channels_first", "kind": "single", "idea": "Rolls the channels only one place forward: (H, C, W).", "style": "rollaxis_user"}
import numpy as np
import torch
from PIL import Image


def load_pixels(path):
    return np.array(Image.open(path).convert("RGB"))


def channels_first(pixels):
    # move the last axis forward
    return np.rollaxis(pixels, 2, 1)


def brightness(pixels):
    return pixels / 255


def load_image(path: str) -> torch.Tensor:
    """Open, turn, scale, add the batch."""
    with Image.open(path) as picture:
        values = np.asarray(picture.convert("RGB"), dtype=np.float32) / 255
    planes = np.ascontiguousarray(values.transpose(2, 0, 1))
    return torch.tensor(planes)[None]
