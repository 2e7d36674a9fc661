"""Two loops over the windows, and a sum of products for each; filled in place."""
# ruff: noqa: F821 - appended to the solution, whose functions it uses

import torch


def sliding_windows(images, kernel_size, stride=1):
    """Cut out one by one."""
    (high, wide), (down, right) = _pair(kernel_size), _pair(stride)
    rows = output_size(images.shape[2], high, down)
    columns = output_size(images.shape[3], wide, right)
    windows = images.new_empty(*images.shape[:2], rows, columns, high, wide)
    for i in range(rows):
        for j in range(columns):
            top, left = i * down, j * right
            windows[:, :, i, j] = images[:, :, top : top + high, left : left + wide]
    return windows


def conv2d(images, weight, bias=None, stride=1, padding=0):
    """Broadcast a window over all kernels."""
    if images.size(1) != weight.size(1):
        raise ValueError("The channels do not match.")
    (down, right), (pad_down, pad_right) = _pair(stride), _pair(padding)
    high, wide = weight.shape[2:]
    rows = output_size(images.size(2), high, down, pad_down)
    columns = output_size(images.size(3), wide, right, pad_right)
    padded = torch.nn.ConstantPad2d((pad_right, pad_right, pad_down, pad_down), 0)(images)
    result = images.new_zeros(images.size(0), weight.size(0), rows, columns)
    for i in range(rows):
        for j in range(columns):
            top, left = i * down, j * right
            window = padded[:, :, top : top + high, left : left + wide]
            result[:, :, i, j] = (window.unsqueeze(1) * weight).sum((2, 3, 4))
    if bias is not None:
        result += bias.view(1, -1, 1, 1)
    return result
