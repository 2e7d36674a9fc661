# {"function": "load_pixels", "kind": "single", "idea": "The raw bytes are reshaped to (width, height, 3), the order Pillow's size has: rows are cut in the wrong places.", "style": "contract"}
import numpy as np
import torch
from PIL import Image


def load_pixels(path):
    image = Image.open(path).convert("RGB")
    data = np.frombuffer(image.tobytes(), dtype=np.uint8)
    return data.reshape(image.size + (3,)).copy()


def channels_first(pixels):
    planes = []
    for c in range(pixels.shape[2]):
        planes.append(pixels[:, :, c])
    return np.array(planes)


def brightness(pixels):
    return np.multiply(pixels, 1 / 255, dtype=np.float64)


def load_image(path):
    arr = np.array(Image.open(path).convert("RGB"))
    return torch.tensor(arr).permute(2, 0, 1).unsqueeze(0).float() / 255
