# {"function": "load_pixels", "kind": "single", "idea": "Pastes pictures with transparency onto a white background, so half transparent colours are mixed with white.", "style": "web_designer"}
# Homework: workbook

import numpy as np
import torch
from PIL import Image


def load_pixels(path: str) -> np.ndarray:
    img = Image.open(path)
    if img.mode in ("RGBA", "LA"):
        layer = img.convert("RGBA")
        page = Image.new("RGB", layer.size, (255, 255, 255))
        page.paste(layer, mask=layer.getchannel("A"))
        img = page
    return np.array(img.convert("RGB"))


def channels_first(pixels):
    return np.transpose(pixels, (2, 0, 1))


def brightness(pixels: np.ndarray) -> np.ndarray:
    return pixels.astype(np.float32) / 255.0


def load_image(filename):
    # does not need the functions above
    raw = np.array(Image.open(filename).convert("RGB"), dtype=np.float32)
    batch = raw.transpose(2, 0, 1)[np.newaxis] / 255.0
    return torch.from_numpy(np.ascontiguousarray(batch))
