"""Views of each axis; `amax` and a sum divided by the number of pixels."""

from torch import nn


def windows_of(images, kernel_size, stride):
    """(N, C, H_out, W_out, K_h, K_w), without a copy."""
    stride = kernel_size if stride is None else stride
    high, wide = kernel_size if isinstance(kernel_size, tuple) else (kernel_size, kernel_size)
    down, right = stride if isinstance(stride, tuple) else (stride, stride)
    if not (1 <= high <= images.shape[2] and 1 <= wide <= images.shape[3]):
        raise ValueError("The window does not fit.")
    if min(down, right) < 1:
        raise ValueError("The stride should be at least 1.")
    return images.unfold(2, high, down).unfold(3, wide, right)


def max_pool2d(images, kernel_size, stride=None):
    """The largest number."""
    return windows_of(images, kernel_size, stride).amax(dim=(4, 5))


def avg_pool2d(images, kernel_size, stride=None):
    """The sum, divided by the number of pixels."""
    windows = windows_of(images, kernel_size, stride)
    return windows.sum(dim=(-1, -2)) / (windows.shape[-1] * windows.shape[-2])


def flatten(images):
    """By torch's own layer."""
    return nn.Flatten()(images)
