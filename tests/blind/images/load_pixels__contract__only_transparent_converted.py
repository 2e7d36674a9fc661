# {"function": "load_pixels", "kind": "single", "idea": "Converts to RGB only where there is transparency or a palette, so a grey picture stays (H, W).", "style": "contract"}
import numpy as np
import torch
from PIL import Image


def load_pixels(path):
    picture = Image.open(path)
    if picture.mode in ("RGBA", "LA", "P", "PA"):
        picture = picture.convert("RGB")
    return np.array(picture)


def channels_first(pixels):
    return np.transpose(pixels, (2, 0, 1))


def brightness(pixels):
    return np.asarray(pixels).astype(np.float32) / 255.0


def load_image(path):
    with Image.open(path) as f:
        raw = torch.from_numpy(np.array(f.convert("RGB")))
    return raw.permute(2, 0, 1).to(torch.float32).div(255).unsqueeze(0)
