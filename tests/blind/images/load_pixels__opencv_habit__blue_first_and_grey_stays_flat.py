# {"function": "load_pixels", "kind": "pair", "idea": "Two mistakes: the colours come in the order blue, green, red; and grey pictures stay (H, W) without a channel axis.", "style": "opencv_habit"}
import numpy as np
import torch
import PIL.Image


def load_pixels(path):
    image = PIL.Image.open(path)
    if image.mode in ("P", "RGBA", "LA", "CMYK"):
        image = image.convert("RGB")
    pixels = np.array(image, dtype=np.uint8)
    if pixels.ndim == 3:
        pixels = pixels[:, :, ::-1].copy()
    return pixels


def channels_first(pixels):
    return np.stack([pixels[:, :, c] for c in range(pixels.shape[2])])


def brightness(pixels):
    return np.float32(pixels) / np.float32(255)


def load_image(path):
    x = torch.as_tensor(load_pixels(path)).permute(2, 0, 1)
    return x.to(torch.float32).div(255)[None]
