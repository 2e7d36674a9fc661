"""Everything with torchvision's functions: the steps in between are tensors."""

import torch
from PIL import Image
from torchvision.transforms import functional


def load_pixels(path):
    """A tensor of pixels."""
    return functional.pil_to_tensor(Image.open(path).convert("RGB")).permute(1, 2, 0)


def channels_first(pixels):
    """A view of a tensor."""
    return torch.tensor(pixels).permute(2, 0, 1)


def brightness(pixels):
    """A tensor of float32."""
    return torch.tensor(pixels).float() / 255


def load_image(path):
    """By torchvision alone."""
    return functional.to_tensor(Image.open(path).convert("RGB")).unsqueeze(0)
