# {"function": "load_pixels", "kind": "single", "idea": "Takes Pillow's size for (height, width), but it is (width, height): the list of pixels is reshaped to (W, H, 3), so the rows of non-square pictures are cut at the wrong place.", "style": "getdata"}
import numpy as np
import torch
from PIL import Image


def load_pixels(path):
    picture = Image.open(path).convert("RGB")
    height, width = picture.size
    numbers = np.frombuffer(picture.tobytes(), dtype=np.uint8)
    return numbers.reshape(height, width, 3).copy()


def channels_first(pixels):
    return pixels.transpose(2, 0, 1)


def brightness(pixels):
    return pixels.astype(np.float32) / 255


def load_image(path):
    planes = channels_first(brightness(load_pixels(path)))
    return torch.from_numpy(np.ascontiguousarray(planes)).float().unsqueeze(0)
