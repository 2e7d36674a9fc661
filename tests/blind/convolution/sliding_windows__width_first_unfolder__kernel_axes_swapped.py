# {"function": "sliding_windows", "kind": "single", "idea": "Unfolds the width before the height, so the last two axes come out as (K_w, K_h).", "style": "width_first_unfolder"}
"""My solution."""

import math
import torch
from torch import nn


def output_size(size: int, kernel_size: int, stride: int = 1, padding: int = 0) -> int:
    """Number of windows along one side."""
    if kernel_size < 1 or stride < 1 or padding < 0:
        raise ValueError(f"impossible: kernel {kernel_size}, stride {stride}, padding {padding}")
    starts = range(0, size + padding + padding - kernel_size + 1, stride)
    if len(starts) == 0:
        raise ValueError(f"no window of {kernel_size} fits")
    return len(starts)


def sliding_windows(images, kernel_size, stride=1):
    if isinstance(kernel_size, int):
        kernel_size = [kernel_size] * 2
    if isinstance(stride, int):
        stride = [stride] * 2
    for axis in (0, 1):
        output_size(images.shape[2 + axis], kernel_size[axis], stride[axis])
    result = images
    for axis in (1, 0):
        result = result.unfold(2 + axis, kernel_size[axis], stride[axis])
    return result


def conv2d(images, weight, bias=None, stride=1, padding=0):
    sy, sx = (stride, stride) if isinstance(stride, int) else stride
    py, px = (padding, padding) if isinstance(padding, int) else padding
    n, c, h, w = images.shape
    o, c2, kh, kw = weight.shape
    if c != c2 or (bias is not None and tuple(bias.shape) != (o,)):
        raise ValueError("channels do not match")
    if sy < 1 or sx < 1 or py < 0 or px < 0:
        raise ValueError("stride below 1 or padding below 0")
    if kh > h + 2 * py or kw > w + 2 * px:
        raise ValueError("kernel larger than padded picture")
    big = images.new_zeros(n, c, h + 2 * py, w + 2 * px)
    big[:, :, py:py + h, px:px + w] = images
    rows = (h + 2 * py - kh) // sy + 1
    cols = (w + 2 * px - kw) // sx + 1
    total = images.new_zeros(n, o, rows, cols)
    for i in range(kh):
        for j in range(kw):
            part = big[:, :, i:i + sy * (rows - 1) + 1:sy, j:j + sx * (cols - 1) + 1:sx]
            total = total + torch.einsum("nchw,oc->nohw", part, weight[:, :, i, j])
    if bias is not None:
        total = total + bias.view(1, -1, 1, 1)
    return total


class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        kh, kw = (kernel_size, kernel_size) if isinstance(kernel_size, int) else kernel_size
        if kh < 1 or kw < 1:
            raise ValueError("kernel_size must be at least 1")
        self.stride = stride
        self.padding = padding
        bound = 1 / math.sqrt(in_channels * kh * kw)
        self.weight = nn.Parameter(torch.empty(out_channels, in_channels, kh, kw).uniform_(-bound, bound))
        if bias:
            self.bias = nn.Parameter(torch.empty(out_channels).uniform_(-bound, bound))
        else:
            self.bias = None

    def forward(self, images):
        return conv2d(images, self.weight, self.bias, self.stride, self.padding)
