# {"function": "channels_first", "kind": "single", "idea": "A squeeze at the end drops the channel axis of pictures with one channel.", "style": "contract"}
import numpy as np
import torch
from PIL import Image


def load_pixels(path):
    image = Image.open(path)
    if image.mode != "RGB":
        image = image.convert("RGB")
    raw = np.frombuffer(image.tobytes(), dtype=np.uint8)
    return raw.reshape(image.height, image.width, 3).copy()


def channels_first(pixels):
    parts = np.split(pixels, pixels.shape[2], axis=2)
    return np.squeeze(np.stack([p[..., 0] for p in parts]))


def brightness(pixels):
    return pixels / 255.0


def load_image(path):
    image = brightness(load_pixels(path))
    return torch.as_tensor(channels_first(image).astype(np.float32)).unsqueeze(0)
