"""Windows as a view with strides of its own, and `tensordot`."""
# ruff: noqa: F821 - appended to the solution, whose functions it uses

import torch
import torch.nn.functional as F


def sliding_windows(images, kernel_size, stride=1):
    """No pixel is copied."""
    (high, wide), (down, right) = _pair(kernel_size), _pair(stride)
    batch, channels, height, width = images.shape
    rows, columns = output_size(height, high, down), output_size(width, wide, right)
    picture, channel, row, column = images.stride()
    return images.as_strided(
        (batch, channels, rows, columns, high, wide),
        (picture, channel, down * row, right * column, row, column),
    )


def conv2d(images, weight, bias=None, stride=1, padding=0):
    """The result is a view: channels are moved, not copied."""
    if images.shape[1] != weight.shape[1]:
        raise ValueError("The channels do not match.")
    if min(_pair(padding)) < 0:
        raise ValueError("Padding is at least 0.")
    high, wide = _pair(padding)
    windows = sliding_windows(F.pad(images, (wide, wide, high, high)), weight.shape[2:], stride)
    result = torch.tensordot(windows, weight, dims=([1, 4, 5], [1, 2, 3]))
    if bias is not None:
        result = result + bias
    return result.permute(0, 3, 1, 2)
