"""Windows by index arithmetic, and one `einsum`."""
# ruff: noqa: F821 - appended to the solution, whose functions it uses

import torch
import torch.nn.functional as F


def sliding_windows(images, kernel_size, stride=1):
    """A copy, made by indexing with the row and the column of each pixel."""
    (high, wide), (down, right) = _pair(kernel_size), _pair(stride)
    rows = torch.arange(output_size(images.shape[2], high, down)) * down
    columns = torch.arange(output_size(images.shape[3], wide, right)) * right
    rows = rows[:, None] + torch.arange(high)
    columns = columns[:, None] + torch.arange(wide)
    return images[:, :, rows[:, None, :, None], columns[None, :, None, :]]


def conv2d(images, weight, bias=None, stride=1, padding=0):
    """Sum over channels, rows and columns of the kernel."""
    if images.shape[1] != weight.shape[1] or min(_pair(padding)) < 0:
        raise ValueError("The channels do not match, or the padding is negative.")
    high, wide = _pair(padding)
    windows = sliding_windows(F.pad(images, [wide, wide, high, high]), weight.shape[2:], stride)
    result = torch.einsum("ocyx, ncijyx -> noij", weight, windows)
    if bias is None:
        bias = torch.zeros(len(weight), dtype=images.dtype)
    return result + bias[None, :, None, None]
