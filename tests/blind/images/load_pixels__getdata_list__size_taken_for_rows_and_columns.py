# {"function": "load_pixels", "kind": "single", "idea": "Reshapes the list of pixels with picture.size, which is (width, height).", "style": "getdata_list"}
# images.py

import numpy as np
import torch
from PIL import Image


def load_pixels(path):
    picture = Image.open(path).convert("RGB")
    rows, cols = picture.size
    numbers = np.frombuffer(picture.tobytes(), dtype=np.uint8)
    return numbers.reshape(rows, cols, 3)


def channels_first(pixels):
    return np.stack([pixels[:, :, c] for c in range(pixels.shape[2])])


def brightness(pixels):
    return pixels / 255


def load_image(path):
    array = np.array(Image.open(path).convert("RGB"), dtype=np.float32) / 255.0
    return torch.from_numpy(array.transpose(2, 0, 1)[None].copy())
