# {"function": "sliding_windows", "kind": "single", "idea": "Spreads the window starts evenly between the first and the last possible place with linspace instead of stepping by the stride, wrong whenever a rest remains.", "style": "linspace_person"}
"""Handed in for the course on neural networks."""

import math
import torch
import torch.nn.functional as F
from torch import nn


def output_size(size, kernel_size, stride=1, padding=0):
    if kernel_size < 1:
        raise ValueError("kernel_size must be at least 1")
    if stride < 1:
        raise ValueError("stride must be at least 1")
    if padding < 0:
        raise ValueError("padding must not be negative")
    room = size + 2 * padding - kernel_size
    if room < 0:
        raise ValueError("the kernel is larger than the padded side")
    return room // stride + 1


def _starts(side, kernel, step):
    count = output_size(side, kernel, step)
    last = side - kernel
    return torch.linspace(0, last, count).round().long().tolist()


def sliding_windows(images, kernel_size, stride=1):
    kernel = (kernel_size, kernel_size) if isinstance(kernel_size, int) else kernel_size
    step = (stride, stride) if isinstance(stride, int) else stride
    tops = _starts(images.size(2), kernel[0], step[0])
    lefts = _starts(images.size(3), kernel[1], step[1])
    bands = torch.stack([images.narrow(2, t, kernel[0]) for t in tops], dim=2)
    cells = torch.stack([bands.narrow(4, l, kernel[1]) for l in lefts], dim=3)
    return cells


def conv2d(images, weight, bias=None, stride=1, padding=0):
    """Patches as columns, kernels as rows, one matrix product."""
    step = (stride, stride) if isinstance(stride, int) else tuple(stride)
    pad = (padding, padding) if isinstance(padding, int) else tuple(padding)
    if min(step) < 1 or min(pad) < 0:
        raise ValueError("stride must be >= 1 and padding >= 0")
    if images.shape[1] != weight.shape[1]:
        raise ValueError(f"{images.shape[1]} channels, but the kernels have {weight.shape[1]}")
    if bias is not None and bias.numel() != weight.shape[0]:
        raise ValueError("one bias per kernel, please")
    x = F.pad(images, (pad[1], pad[1], pad[0], pad[0]))
    o, c, kh, kw = weight.shape
    if x.shape[2] < kh or x.shape[3] < kw:
        raise ValueError("kernel does not fit")
    patches = x.unfold(2, kh, step[0]).unfold(3, kw, step[1]).permute(0, 2, 3, 1, 4, 5)
    n, rows, cols = patches.shape[:3]
    out = patches.reshape(n * rows * cols, c * kh * kw) @ weight.reshape(o, -1).t()
    if bias is not None:
        out = out + bias
    return out.reshape(n, rows, cols, o).permute(0, 3, 1, 2)


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
