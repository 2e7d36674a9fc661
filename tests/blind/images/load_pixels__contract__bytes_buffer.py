# {"function": "load_pixels", "kind": "right", "idea": "Right: reads Pillow's raw bytes and shapes them by hand, height first.", "style": "contract"}
import numpy as np
import torch
from PIL import Image


def load_pixels(path):
    picture = Image.open(path).convert("RGB")
    width, height = picture.size
    buffer = np.frombuffer(picture.tobytes(), dtype=np.uint8)
    return buffer.reshape(height, width, 3).copy()


def channels_first(pixels):
    return np.stack([pixels[:, :, c] for c in range(pixels.shape[2])])


def brightness(pixels):
    return np.asarray(pixels).astype(np.float32) / 255.0


def load_image(path):
    array = brightness(channels_first(load_pixels(path)))
    return torch.tensor(array, dtype=torch.float32).unsqueeze(0)
