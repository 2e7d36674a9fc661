# {"function": "brightness", "kind": "single", "idea": "Scales to -1..1 with mean 0.5 and deviation 0.5, as in many tutorials, instead of 0..1.", "style": "normalise_habit"}
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
    mean, std = 0.5, 0.5
    x = np.asarray(pixels, dtype=np.float32) / 255
    return (x - mean) / std


def load_image(path):
    x = torch.as_tensor(load_pixels(path)).permute(2, 0, 1)
    return x.to(torch.float32).div(255)[None]
