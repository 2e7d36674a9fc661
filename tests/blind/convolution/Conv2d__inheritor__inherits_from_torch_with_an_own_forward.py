# {"function": "Conv2d", "kind": "right", "idea": "Right: inherits from nn.Conv2d for the parameters only; forward is its own.", "style": "inheritor"}
"""Everything is a matrix product: put every window into a column (lower), then multiply."""

import math

import torch
from torch import nn


def vh(argument):
    try:
        first, second = argument
    except TypeError:
        first = second = argument
    return first, second


def check_geometry(h, w, k, s, p):
    for extent, k_, s_, p_ in ((h, k[0], s[0], p[0]), (w, k[1], s[1], p[1])):
        if k_ < 1 or s_ < 1 or p_ < 0:
            raise ValueError(f"impossible: kernel {k_}, stride {s_}, padding {p_}")
        if extent + 2 * p_ < k_:
            raise ValueError(f"kernel {k_} is too large for a side of {extent} with padding {p_}")


def lower(x, k, s, p):
    """(N, C, H, W) to (N, C*K_h*K_w, L), and the two output sides."""
    n, c, h, w = x.shape
    x = nn.functional.pad(x, [p[1], p[1], p[0], p[0]])
    oh = (h + 2 * p[0] - k[0]) // s[0] + 1
    ow = (w + 2 * p[1] - k[1]) // s[1] + 1
    parts = []
    for dy in range(k[0]):
        for dx in range(k[1]):
            parts.append(x[:, :, dy : dy + s[0] * (oh - 1) + 1 : s[0], dx : dx + s[1] * (ow - 1) + 1 : s[1]])
    cols = torch.stack(parts, 2).reshape(n, c * k[0] * k[1], oh * ow)
    return cols, oh, ow


def output_size(size, kernel_size, stride=1, padding=0):
    check_geometry(size, size, (kernel_size,) * 2, (stride,) * 2, (padding,) * 2)
    return math.floor((size + 2 * padding - kernel_size) / stride) + 1


def sliding_windows(images, kernel_size, stride=1):
    k, s = vh(kernel_size), vh(stride)
    n, c, h, w = images.shape
    check_geometry(h, w, k, s, (0, 0))
    cols, oh, ow = lower(images, k, s, (0, 0))
    return cols.reshape(n, c, k[0], k[1], oh, ow).permute(0, 1, 4, 5, 2, 3)


def conv2d(images, weight, bias=None, stride=1, padding=0):
    s, p = vh(stride), vh(padding)
    o, c, k_h, k_w = weight.shape
    check_geometry(images.shape[2], images.shape[3], (k_h, k_w), s, p)
    if images.shape[1] != c:
        raise ValueError(f"{images.shape[1]} channels in the images, {c} in the weight")
    if bias is not None and list(bias.shape) != [o]:
        raise ValueError(f"bias should have {o} numbers")
    cols, oh, ow = lower(images, (k_h, k_w), s, p)
    result = weight.reshape(o, -1) @ cols
    if bias is not None:
        result = result + bias.reshape(-1, 1)
    return result.reshape(-1, o, oh, ow)


class Conv2d(nn.Conv2d):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        check_geometry(10**6, 10**6, vh(kernel_size), vh(stride), vh(padding))
        super().__init__(in_channels, out_channels, vh(kernel_size), vh(stride), vh(padding), bias=bias)

    def forward(self, input):
        return conv2d(input, self.weight, self.bias, self.stride, self.padding)
