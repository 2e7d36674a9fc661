# {"function": "load_pixels", "kind": "single", "idea": "Pictures with transparency are pasted on a white background, so the stored colours of transparent pixels are mixed with white.", "style": "assistant"}
import numpy as np
import torch
from PIL import Image


def load_pixels(path):
    image = Image.open(path)
    if image.mode in ("RGBA", "LA") or "transparency" in image.info:
        image = image.convert("RGBA")
        background = Image.new("RGB", image.size, (255, 255, 255))
        background.paste(image, mask=image.getchannel("A"))
        image = background
    return np.array(image.convert("RGB"))


def channels_first(pixels):
    return pixels.transpose(2, 0, 1)


def brightness(pixels):
    return pixels.astype(np.float32) / 255


def load_image(path):
    planes = channels_first(brightness(load_pixels(path)))
    return torch.from_numpy(np.ascontiguousarray(planes)).float().unsqueeze(0)
