# {"function": "brightness", "kind": "single", "idea": "Stretches each picture from its own darkest to its own brightest value instead of dividing by 255.", "style": "statistics_person"}
# all tests at home passed

import numpy as np
import torch
from PIL import Image


def load_pixels(path: str) -> np.ndarray:
    img = Image.open(path)
    if img.mode != "RGB":
        img = img.convert("RGB")
    return np.asarray(img, dtype=np.uint8)


def channels_first(pixels: np.ndarray) -> np.ndarray:
    return np.moveaxis(pixels, -1, 0)


def brightness(pixels):
    x = pixels.astype(float)
    lowest, highest = x.min(), x.max()
    spread = highest - lowest
    if spread == 0:
        return x / 255.0
    return (x - lowest) / spread


def load_image(filename):
    # does not need the functions above
    raw = np.array(Image.open(filename).convert("RGB"), dtype=np.float32)
    batch = raw.transpose(2, 0, 1)[np.newaxis] / 255.0
    return torch.from_numpy(np.ascontiguousarray(batch))
