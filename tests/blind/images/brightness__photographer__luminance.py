# {"function": "brightness", "kind": "single", "idea": "Understood brightness as luminance: the channels are averaged into one grey plane and the shape changes.", "style": "photographer"}
"""My solution."""

import numpy as np
import torch
from PIL import Image


def load_pixels(filename):
    """Open the file and give back an (H, W, 3) uint8 array."""
    with Image.open(filename) as img:
        rgb = img.convert("RGB")
        width, height = rgb.size
        return np.frombuffer(rgb.tobytes(), dtype=np.uint8).reshape(height, width, 3).copy()


def channels_first(image):
    planes = []
    for c in range(image.shape[2]):
        planes.append(image[:, :, c])
    return np.stack(planes)


def brightness(pixels):
    """How bright each pixel is, from 0 to 1."""
    scaled = pixels.astype(np.float64) / 255.0
    if scaled.ndim == 3:
        scaled = scaled.mean(axis=2)
    return scaled


def load_image(filename):
    # does not need the functions above
    raw = np.array(Image.open(filename).convert("RGB"), dtype=np.float32)
    batch = raw.transpose(2, 0, 1)[np.newaxis] / 255.0
    return torch.from_numpy(np.ascontiguousarray(batch))
