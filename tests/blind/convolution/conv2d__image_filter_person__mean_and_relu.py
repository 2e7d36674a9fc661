# {"function": "conv2d", "kind": "pair", "idea": "Divides by the number of weights, like a blur filter; and cuts negative answers off as an activation would.", "style": "image_filter_person"}
"""Handed in for the course on neural networks."""

import math
import torch
import torch.nn.functional as F
from torch import nn


def output_size(size: int, kernel_size: int, stride: int = 1, padding: int = 0) -> int:
    """Number of windows along one side."""
    if kernel_size < 1 or stride < 1 or padding < 0:
        raise ValueError(f"impossible: kernel {kernel_size}, stride {stride}, padding {padding}")
    starts = range(0, size + padding + padding - kernel_size + 1, stride)
    if len(starts) == 0:
        raise ValueError(f"no window of {kernel_size} fits")
    return len(starts)


def to_two(x):
    if isinstance(x, int):
        return x, x
    return x


def sliding_windows(x, kernel_size, stride=1):
    (kh, kw), (sh, sw) = to_two(kernel_size), to_two(stride)
    if min(kh, kw, sh, sw) < 1 or kh > x.shape[2] or kw > x.shape[3]:
        raise ValueError("windows do not fit or numbers below 1")
    n, c, h, w = x.shape
    a, b, down, right = x.stride()
    return x.as_strided((n, c, (h - kh) // sh + 1, (w - kw) // sw + 1, kh, kw), (a, b, down * sh, right * sw, down, right))


def conv2d(images, weight, bias=None, stride=1, padding=0):
    sh, sw = to_two(stride)
    ph, pw = to_two(padding)
    if images.shape[1] != weight.shape[1] or (bias is not None and bias.shape != weight.shape[:1]):
        raise ValueError("channels do not fit together")
    output_size(images.shape[2], weight.shape[2], sh, ph)
    output_size(images.shape[3], weight.shape[3], sw, pw)
    win = sliding_windows(F.pad(images, (pw, pw, ph, ph)), tuple(weight.shape[2:]), (sh, sw))
    response = torch.tensordot(win, weight, dims=([1, 4, 5], [1, 2, 3]))
    response = response / weight[0].numel()
    if bias is not None:
        response = response + bias
    response = response.clamp(min=0)
    return response.permute(0, 3, 1, 2)


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
