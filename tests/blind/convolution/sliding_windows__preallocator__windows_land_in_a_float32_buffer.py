# {"function": "sliding_windows", "kind": "single", "idea": "Copies the windows into a buffer made with torch.zeros, so float64 pictures come back as float32.", "style": "preallocator"}
"""Everything is a matrix product: put every window into a column (im2col), then multiply."""

import math

import torch
from torch import nn


def _2(argument):
    try:
        first, second = argument
    except TypeError:
        first = second = argument
    return first, second


def raise_if_impossible(h, w, k, s, p):
    for extent, k_, s_, p_ in ((h, k[0], s[0], p[0]), (w, k[1], s[1], p[1])):
        if k_ < 1 or s_ < 1 or p_ < 0:
            raise ValueError(f"impossible: kernel {k_}, stride {s_}, padding {p_}")
        if extent + 2 * p_ < k_:
            raise ValueError(f"kernel {k_} is too large for a side of {extent} with padding {p_}")


def im2col(x, k, s, p):
    """(N, C, H, W) to (N, C*K_h*K_w, L), and the two output sides."""
    n, c, h, w = x.shape
    x = nn.functional.pad(x, [p[1], p[1], p[0], p[0]])
    oh = (h + 2 * p[0] - k[0]) // s[0] + 1
    ow = (w + 2 * p[1] - k[1]) // s[1] + 1
    parts = []
    for dy in range(k[0]):
        for dx in range(k[1]):
            parts.append(x[:, :, dy : dy + s[0] * (oh - 1) + 1 : s[0], dx : dx + s[1] * (ow - 1) + 1 : s[1]])
    columns_ = torch.stack(parts, 2).reshape(n, c * k[0] * k[1], oh * ow)
    return columns_, oh, ow


def output_size(size, kernel_size, stride=1, padding=0):
    raise_if_impossible(size, size, (kernel_size,) * 2, (stride,) * 2, (padding,) * 2)
    return math.floor((size + 2 * padding - kernel_size) / stride) + 1


def sliding_windows(images, kernel_size, stride=1):
    k, s = _2(kernel_size), _2(stride)
    n, c, h, w = images.shape
    raise_if_impossible(h, w, k, s, (0, 0))
    oh, ow = (h - k[0]) // s[0] + 1, (w - k[1]) // s[1] + 1
    windows = torch.zeros(n, c, oh, ow, k[0], k[1])
    for i in range(oh):
        for j in range(ow):
            top, left = i * s[0], j * s[1]
            windows[:, :, i, j] = images[:, :, top : top + k[0], left : left + k[1]]
    return windows


def conv2d(images, weight, bias=None, stride=1, padding=0):
    s, p = _2(stride), _2(padding)
    o, c, k_h, k_w = weight.shape
    raise_if_impossible(images.shape[2], images.shape[3], (k_h, k_w), s, p)
    if images.shape[1] != c:
        raise ValueError(f"{images.shape[1]} channels in the images, {c} in the weight")
    if bias is not None and list(bias.shape) != [o]:
        raise ValueError(f"bias should have {o} numbers")
    columns_, oh, ow = im2col(images, (k_h, k_w), s, p)
    result = weight.reshape(o, -1) @ columns_
    if bias is not None:
        result = result + bias.reshape(-1, 1)
    return result.reshape(-1, o, oh, ow)


class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        self.k, self.s, self.p = _2(kernel_size), _2(stride), _2(padding)
        self.channels = in_channels
        scale = 1 / math.sqrt(in_channels * max(1, self.k[0] * self.k[1]))
        if min(self.k) < 1:
            raise ValueError("kernel_size starts at 1")
        self.weight = nn.Parameter(scale * torch.randn(out_channels, in_channels, *self.k))
        if bias:
            self.bias = nn.Parameter(scale * torch.randn(out_channels))
        else:
            self.register_parameter("bias", None)

    def forward(self, images):
        raise_if_impossible(images.shape[2], images.shape[3], self.k, self.s, self.p)
        if images.shape[1] != self.channels:
            raise ValueError("this layer wants %d channels" % self.channels)
        columns_, oh, ow = im2col(images, self.k, self.s, self.p)
        result = self.weight.flatten(1) @ columns_
        if self.bias is not None:
            result = result + self.bias[:, None]
        return result.reshape(len(images), -1, oh, ow)
