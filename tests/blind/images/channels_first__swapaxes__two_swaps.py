# {"function": "channels_first", "kind": "right", "idea": "Right: two swaps of neighbouring axes, (H, W, C) to (H, C, W) to (C, H, W).", "style": "swapaxes"}
import numpy as np
import torch
import PIL.Image


def load_pixels(path):
    image = PIL.Image.open(path).convert("RGB")
    width, height = image.size
    return np.frombuffer(image.tobytes(), dtype=np.uint8).reshape(height, width, 3).copy()


def channels_first(pixels):
    if pixels.ndim != 3:
        raise ValueError("expected (H, W, C)")
    hcw = np.swapaxes(pixels, 1, 2)
    chw = np.swapaxes(hcw, 0, 1)
    return np.ascontiguousarray(chw)


def brightness(pixels):
    return np.float32(pixels) / np.float32(255)


def load_image(path):
    x = torch.as_tensor(load_pixels(path)).permute(2, 0, 1)
    return x.to(torch.float32).div(255)[None]
