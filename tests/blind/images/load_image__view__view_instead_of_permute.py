# {"function": "load_image", "kind": "single", "idea": "Makes (1, 3, H, W) by a view of the (H, W, 3) numbers instead of moving the axis, which scrambles colours and places.", "style": "view"}
import numpy as np
import torch
import PIL.Image


def load_pixels(path):
    image = PIL.Image.open(path).convert("RGB")
    width, height = image.size
    return np.frombuffer(image.tobytes(), dtype=np.uint8).reshape(height, width, 3).copy()


def channels_first(pixels):
    return np.stack([pixels[:, :, c] for c in range(pixels.shape[2])])


def brightness(pixels):
    return np.float32(pixels) / np.float32(255)


def load_image(path):
    pixels = torch.from_numpy(load_pixels(path))
    h, w, c = pixels.shape
    return pixels.view(1, c, h, w).float() / 255
