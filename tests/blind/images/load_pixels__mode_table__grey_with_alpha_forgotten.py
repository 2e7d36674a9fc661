# {"function": "load_pixels", "kind": "single", "idea": "Grey pictures with an alpha channel (LA) are forgotten among the cases: two channels come back instead of three.", "style": "mode_table"}
import numpy as np
import torch
import PIL.Image


def load_pixels(path):
    image = PIL.Image.open(path)
    if image.mode in ("P", "L", "1", "CMYK"):
        image = image.convert("RGB")
    pixels = np.array(image)
    return pixels[:, :, :3]


def channels_first(pixels):
    return np.stack([pixels[:, :, c] for c in range(pixels.shape[2])])


def brightness(pixels):
    return np.float32(pixels) / np.float32(255)


def load_image(path):
    x = torch.as_tensor(load_pixels(path)).permute(2, 0, 1)
    return x.to(torch.float32).div(255)[None]
