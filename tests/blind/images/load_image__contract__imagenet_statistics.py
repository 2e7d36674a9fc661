# {"function": "load_image", "kind": "single", "idea": "Shifts and scales by the ImageNet mean and deviation, as pretrained networks want: values leave [0, 1].", "style": "contract"}
import numpy as np
import torch
from PIL import Image


def load_pixels(path):
    with Image.open(path) as img:
        bands = img.convert("RGB").split()
    return np.dstack([np.asarray(b) for b in bands])


def channels_first(pixels):
    planes = []
    for c in range(pixels.shape[2]):
        planes.append(pixels[:, :, c])
    return np.array(planes)


def brightness(pixels):
    return pixels.astype(np.float32) / 255


def load_image(path):
    x = torch.from_numpy(np.ascontiguousarray(channels_first(brightness(load_pixels(path))))).float()
    mean = torch.tensor([0.485, 0.456, 0.406]).view(3, 1, 1)
    std = torch.tensor([0.229, 0.224, 0.225]).view(3, 1, 1)
    return ((x - mean) / std).unsqueeze(0)
