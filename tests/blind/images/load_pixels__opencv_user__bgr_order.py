# {"function": "load_pixels", "kind": "single", "idea": "Used to OpenCV, so he turns the channels round at the end: the array is blue, green, red.", "style": "opencv_user"}
# Homework: workbook

import numpy as np
import torch
from PIL import Image


def load_pixels(path):
    # pictures come as RGB, arrays for vision are handled as BGR
    with Image.open(path) as im:
        rgb = np.asarray(im.convert("RGB"))
    bgr = rgb[:, :, ::-1]
    return np.ascontiguousarray(bgr)


def channels_first(pixels):
    return np.transpose(pixels, (2, 0, 1))


def brightness(pixels: np.ndarray) -> np.ndarray:
    return pixels.astype(np.float32) / 255.0


def load_image(filename):
    # does not need the functions above
    raw = np.array(Image.open(filename).convert("RGB"), dtype=np.float32)
    batch = raw.transpose(2, 0, 1)[np.newaxis] / 255.0
    return torch.from_numpy(np.ascontiguousarray(batch))
