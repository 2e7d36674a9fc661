"""For each place in a window, the picture is shifted and compared, or added."""

from functools import reduce

import torch
from convolution import output_size


def shifted(images, kernel_size, stride):
    """For each place in a window: the pixels which all windows have there."""
    if stride is None:
        stride = kernel_size
    high, wide = kernel_size if isinstance(kernel_size, tuple) else (kernel_size,) * 2
    down, right = stride if isinstance(stride, tuple) else (stride,) * 2
    rows = output_size(images.shape[2], high, down)
    columns = output_size(images.shape[3], wide, right)
    return [
        images[:, :, y::down, x::right][:, :, :rows, :columns]
        for y in range(high)
        for x in range(wide)
    ]


def max_pool2d(images, kernel_size, stride=None):
    """The larger of two pictures, again and again."""
    return reduce(torch.maximum, shifted(images, kernel_size, stride))


def avg_pool2d(images, kernel_size, stride=None):
    """All pictures added up, and divided by their number."""
    pictures = shifted(images, kernel_size, stride)
    return sum(pictures) / len(pictures)


def flatten(images):
    """The batch axis is named, the rest follows."""
    return images.contiguous().view(images.size(0), -1)
