# {"function": "channels_first", "kind": "pair", "idea": "Mirrors every plane left to right, as for a texture; and already puts the batch dimension in front, giving (1, C, H, W).", "style": "texture_uploader"}
import numpy as np
import torch
from PIL import Image


def load_pixels(path):
    picture = Image.open(path).convert("RGB")
    return np.array(picture)


def channels_first(pixels):
    planes = np.moveaxis(pixels, 2, 0)
    planes = planes[:, :, ::-1]
    return planes[np.newaxis].copy()


def brightness(pixels: np.ndarray) -> np.ndarray:
    return pixels.astype(np.float32) / 255.0


def load_image(filename):
    # does not need the functions above
    raw = np.array(Image.open(filename).convert("RGB"), dtype=np.float32)
    batch = raw.transpose(2, 0, 1)[np.newaxis] / 255.0
    return torch.from_numpy(np.ascontiguousarray(batch))
