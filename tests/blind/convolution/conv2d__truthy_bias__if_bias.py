# {"function": "conv2d", "kind": "single", "idea": "Asks `if bias:` instead of `is not None`, which torch refuses for a tensor of several numbers.", "style": "truthy_bias"}
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
    if images.shape[1] != weight.shape[1]:
        raise ValueError("wrong number of channels")
    if bias is not None and bias.shape != weight.shape[:1]:
        raise ValueError("wrong bias")
    oh = output_size(images.shape[2], weight.shape[2], sh, ph)
    ow = output_size(images.shape[3], weight.shape[3], sw, pw)
    windows = sliding_windows(F.pad(images, (pw, pw, ph, ph)), tuple(weight.shape[2:]), (sh, sw))
    # (N, 1, C, ...) * (O, C, 1, 1, ...)
    out = (windows.unsqueeze(1) * weight[:, :, None, None]).sum(dim=(2, 5, 6))
    assert out.shape[2:] == (oh, ow)
    if bias:
        out += bias.view(1, -1, 1, 1)
    return out


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
