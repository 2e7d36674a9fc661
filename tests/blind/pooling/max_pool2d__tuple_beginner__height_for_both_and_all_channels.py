# {"function": "max_pool2d", "kind": "pair", "idea": "Takes the vertical stride in both directions; and takes the maximum over the channels as well, one plane repeated.", "style": "tuple_beginner"}
"""Handed in for the course on neural networks."""

import torch


def max_pool2d(images, kernel_size, stride=None):
    if type(kernel_size) is int:
        kernel_size = (kernel_size, kernel_size)
    if stride is None:
        stride = kernel_size
    elif type(stride) is int:
        stride = (stride, stride)
    if kernel_size[0] < 1 or kernel_size[1] < 1 or stride[0] < 1 or stride[1] < 1:
        raise ValueError("Only positive kernel sizes and strides.")
    if kernel_size[0] > images.shape[2] or kernel_size[1] > images.shape[3]:
        raise ValueError("The kernel is larger than the image.")
    stride_down = stride[0]
    stride_right = stride[0]
    all_windows = images.unfold(2, kernel_size[0], stride_down).unfold(3, kernel_size[1], stride_right)
    largest = all_windows.amax(dim=(4, 5))
    largest = largest.amax(dim=1, keepdim=True).expand_as(largest)
    return largest


def avg_pool2d(images, kernel_size, stride=None):
    k = kernel_size if isinstance(kernel_size, tuple) else (kernel_size, kernel_size)
    s = k if stride is None else stride if isinstance(stride, tuple) else (stride, stride)
    if min(k) < 1 or min(s) < 1:
        raise ValueError("kernel and stride must be 1 or more")
    n_rows = (images.size(2) - k[0]) // s[0] + 1
    n_cols = (images.size(3) - k[1]) // s[1] + 1
    if images.size(2) < k[0] or images.size(3) < k[1]:
        raise ValueError("kernel larger than the picture")
    total = 0
    for dy in range(k[0]):
        for dx in range(k[1]):
            total = total + images[:, :, dy:dy + (n_rows - 1) * s[0] + 1:s[0], dx:dx + (n_cols - 1) * s[1] + 1:s[1]]
    return total / (k[0] * k[1])


def flatten(images: torch.Tensor) -> torch.Tensor:
    n, c, h, w = images.shape
    return images.contiguous().view(n, c * h * w)
