# {"function": "brightness", "kind": "pair", "idea": "Returns float16 to save memory; and scales to -1…1 instead of 0…1.", "style": "gpu_saver"}
"""My solution."""

import numpy as np
import torch
from PIL import Image


def load_pixels(path: str) -> np.ndarray:
    img = Image.open(path)
    if img.mode != "RGB":
        img = img.convert("RGB")
    return np.asarray(img, dtype=np.uint8)


def channels_first(image):
    planes = []
    for c in range(image.shape[2]):
        planes.append(image[:, :, c])
    return np.stack(planes)


def brightness(pixels):
    x = pixels.astype(np.float32)
    x = x / 127.5 - 1.0
    return x.astype(np.float16)


def load_image(filename):
    # does not need the functions above
    raw = np.array(Image.open(filename).convert("RGB"), dtype=np.float32)
    batch = raw.transpose(2, 0, 1)[np.newaxis] / 255.0
    return torch.from_numpy(np.ascontiguousarray(batch))
