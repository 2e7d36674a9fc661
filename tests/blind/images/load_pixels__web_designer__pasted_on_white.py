# {"function": "load_pixels", "kind": "single", "idea": "Pastes transparent pictures on a white background, so transparent pixels change colour.", "style": "web_designer"}
# images.py, task 2
import numpy as np
import torch
from PIL import Image


def load_pixels(path):
    img = Image.open(path)
    if img.mode in ("RGBA", "LA") or "transparency" in img.info:
        img = img.convert("RGBA")
        page = Image.new("RGB", img.size, (255, 255, 255))
        page.paste(img, mask=img.getchannel("A"))
        img = page
    return np.array(img.convert("RGB"))


def channels_first(pixels):
    return pixels.transpose(2, 0, 1)


def brightness(pixels):
    return pixels / 255


def load_image(path):
    rgb = np.array(Image.open(path).convert("RGB"))
    return torch.from_numpy(rgb).permute(2, 0, 1).unsqueeze(0).float() / 255
