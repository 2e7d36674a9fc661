# {"function": "conv2d", "kind": "single", "idea": "Keeps im2col indices in a dictionary whose key lacks the stride, so a second call with another stride gets the old windows.", "style": "contract"}
import math

import numpy as np
import torch
from torch import nn


def as_pair(value):
    if isinstance(value, int):
        return value, value
    first, second = value
    return first, second


def output_size(size, kernel_size, stride=1, padding=0):
    if kernel_size < 1:
        raise ValueError("the kernel needs at least one pixel")
    if stride < 1:
        raise ValueError("the stride must be at least 1")
    if padding < 0:
        raise ValueError("the padding can't be negative")
    if kernel_size > size + 2 * padding:
        raise ValueError("the kernel is larger than the padded picture")
    return (size + 2 * padding - kernel_size) // stride + 1


def sliding_windows(images, kernel_size, stride=1):
    kh, kw = as_pair(kernel_size)
    sh, sw = as_pair(stride)
    output_size(images.shape[2], kh, sh)
    output_size(images.shape[3], kw, sw)
    return images.unfold(2, kh, sh).unfold(3, kw, sw)


_INDICES = {}


def _im2col_indices(h, w, kh, kw, sh, sw):
    key = (h, w, kh, kw)
    if key not in _INDICES:
        y0 = sh * torch.arange((h - kh) // sh + 1)
        x0 = sw * torch.arange((w - kw) // sw + 1)
        ys = y0[:, None] + torch.arange(kh)[None, :]
        xs = x0[:, None] + torch.arange(kw)[None, :]
        _INDICES[key] = ys[:, None, :, None], xs[None, :, None, :]
    return _INDICES[key]


def conv2d(images, weight, bias=None, stride=1, padding=0):
    n, c, h, w = images.shape
    o, cw, kh, kw = weight.shape
    if c != cw:
        raise ValueError("channels differ")
    sh, sw = as_pair(stride)
    ph, pw = as_pair(padding)
    output_size(h, kh, sh, ph)
    output_size(w, kw, sw, pw)
    x = images.new_zeros((n, c, h + 2 * ph, w + 2 * pw))
    x[:, :, ph:ph + h, pw:pw + w] = images
    ys, xs = _im2col_indices(h + 2 * ph, w + 2 * pw, kh, kw, sh, sw)
    windows = x[:, :, ys, xs]
    out = torch.tensordot(windows, weight, dims=([1, 4, 5], [1, 2, 3])).permute(0, 3, 1, 2)
    if bias is not None:
        out = out + bias[None, :, None, None]
    return out


class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        kh, kw = (kernel_size, kernel_size) if isinstance(kernel_size, int) else kernel_size
        self.stride = stride
        self.padding = padding
        limit = 1 / math.sqrt(in_channels * kh * kw)
        self.weight = nn.Parameter(torch.empty(out_channels, in_channels, kh, kw).uniform_(-limit, limit))
        if bias:
            self.bias = nn.Parameter(torch.empty(out_channels).uniform_(-limit, limit))
        else:
            self.register_parameter("bias", None)

    def forward(self, images):
        return conv2d(images, self.weight, self.bias, self.stride, self.padding)
