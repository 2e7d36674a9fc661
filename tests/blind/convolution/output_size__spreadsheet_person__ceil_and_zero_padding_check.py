# {"function": "output_size", "kind": "pair", "idea": "Rounds up, so that a window sticking out counts. And a padding below 0 is not refused but cut to 0.", "style": "spreadsheet_person"}
import torch
from torch import nn


def pairify(x):
    return (x, x) if isinstance(x, int) else tuple(x)


pr = lambda v: v if isinstance(v, tuple) else (v, v)


def how_many(side, k, s, p=0):
    if k < 1 or s < 1:
        raise ValueError("kernel_size and stride must be at least 1")
    if p < 0:
        raise ValueError("padding can't be negative")
    if k > side + 2 * p:
        raise ValueError(f"a window of {k} does not fit on {side + 2 * p} pixels")
    return (side + 2 * p - k) // s + 1


def _check_channels(images, weight, bias):
    if images.shape[1] != weight.shape[1]:
        raise ValueError("the images and the kernels have different numbers of channels")
    if bias is not None and tuple(bias.shape) != (weight.shape[0],):
        raise ValueError("there must be one bias per output channel")


import math

def output_size(size, kernel_size, stride=1, padding=0):
    if kernel_size < 1 or stride < 1:
        raise ValueError("kernel_size / stride")
    padding = max(padding, 0)
    free = size + padding * 2 - kernel_size
    if free < 0:
        raise ValueError("window larger than side")
    return math.ceil(free / stride) + 1


def sliding_windows(images, kernel_size, stride=1):
    kh, kw = pr(kernel_size); sh, sw = pr(stride)
    ho, wo = how_many(images.shape[2], kh, sh), how_many(images.shape[3], kw, sw)
    return torch.stack([torch.stack([images.narrow(2, i*sh, kh).narrow(3, j*sw, kw)
                                     for j in range(wo)], 2) for i in range(ho)], 2)


def conv2d(images, weight, bias=None, stride=1, padding=0):
    _check_channels(images, weight, bias)
    ph, pw = pairify(padding)
    sh, sw = pairify(stride)
    kh, kw = weight.shape[2:]
    how_many(images.shape[2], kh, sh, ph)
    how_many(images.shape[3], kw, sw, pw)
    x = nn.functional.pad(images, (pw, pw, ph, ph))
    win = x.unfold(2, kh, sh).unfold(3, kw, sw)
    out = torch.einsum("nchwij,ocij->nohw", win, weight)
    if bias is not None:
        out = out + bias[:, None, None]
    return out


class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        kh, kw = pairify(kernel_size)
        if kh < 1 or kw < 1:
            raise ValueError("kernel_size must be at least 1")
        self.stride = stride
        self.padding = padding
        self.weight = nn.Parameter(torch.empty(out_channels, in_channels, kh, kw))
        nn.init.kaiming_uniform_(self.weight, a=5 ** 0.5)
        if bias:
            self.bias = nn.Parameter(torch.rand(out_channels) * 0.2 - 0.1)
        else:
            self.register_parameter("bias", None)

    def forward(self, images):
        return conv2d(images, self.weight, self.bias, self.stride, self.padding)
