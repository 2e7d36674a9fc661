"""The average is a convolution with equal weights; the maximum is the first of a sorted window."""

import torch
from convolution import conv2d, sliding_windows


def max_pool2d(images, kernel_size, stride=None):
    """Sorted, largest first."""
    windows = sliding_windows(images, kernel_size, kernel_size if stride is None else stride)
    return windows.flatten(4).sort(dim=-1, descending=True).values[..., 0]


def avg_pool2d(images, kernel_size, stride=None):
    """Every channel is a picture of its own."""
    high, wide = kernel_size if isinstance(kernel_size, tuple) else (kernel_size, kernel_size)
    if high < 1 or wide < 1:
        raise ValueError("The window should have pixels.")
    weight = torch.full((1, 1, high, wide), 1 / (high * wide), dtype=images.dtype)
    planes = images.flatten(0, 1).unsqueeze(1)
    result = conv2d(planes, weight, stride=kernel_size if stride is None else stride)
    return result.reshape(*images.shape[:2], *result.shape[2:])
