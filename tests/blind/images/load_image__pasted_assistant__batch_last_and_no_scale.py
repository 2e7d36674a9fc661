# {"function": "load_image", "kind": "pair", "idea": "Puts the batch dimension at the end, giving (3, H, W, 1); and forgets to bring the values to 0…1.", "style": "pasted_assistant"}
import numpy as np
import torch
from PIL import Image


def load_pixels(path):
    picture = Image.open(path).convert("RGB")
    return np.array(picture)


def channels_first(pixels):
    return np.transpose(pixels, (2, 0, 1))


def brightness(pixels: np.ndarray) -> np.ndarray:
    return pixels.astype(np.float32) / 255.0


def load_image(path):
    """Load a picture and prepare it for the network."""
    pixels = torch.tensor(load_pixels(path), dtype=torch.float32)
    picture = pixels.permute(2, 0, 1)
    batch = torch.stack([picture], dim=-1)
    return batch
