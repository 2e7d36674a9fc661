# {"function": "output_size", "kind": "right", "idea": "Right: counts one window, then those of the side that is shorter by a stride, in a loop of subtractions.", "style": "recursive"}
# all tests at home passed

import math
import torch
import torch.nn.functional as F
from torch import nn


def output_size(size, kernel_size, stride=1, padding=0):
    if not (kernel_size >= 1 and stride >= 1 and padding >= 0):
        raise ValueError("kernel_size and stride from 1, padding from 0")
    remaining = size + padding * 2
    if remaining < kernel_size:
        raise ValueError("there is no place for the window")

    def windows(rest, so_far):
        for _ in iter(lambda: rest >= kernel_size, False):
            rest, so_far = rest - stride, so_far + 1
        return so_far

    return windows(remaining, 0)


def pair(v):
    return (v, v) if isinstance(v, int) else tuple(v)


def sliding_windows(images, kernel_size, stride=1):
    kh, kw = pair(kernel_size)
    sh, sw = pair(stride)
    output_size(images.shape[2], kh, sh)
    output_size(images.shape[3], kw, sw)
    return images.unfold(2, kh, sh).unfold(3, kw, sw)


def conv2d(images, weight, bias=None, stride=1, padding=0):
    ph, pw = (padding, padding) if isinstance(padding, int) else padding
    if ph < 0 or pw < 0:
        raise ValueError("padding must not be negative")
    if images.shape[1] != weight.shape[1]:
        raise ValueError("channels of images and weight differ")
    if bias is not None and bias.shape != weight.shape[:1]:
        raise ValueError("bias needs one number per output channel")
    padded = F.pad(images, (pw, pw, ph, ph))
    windows = sliding_windows(padded, tuple(weight.shape[2:]), stride)
    result = torch.einsum("nchwij,ocij->nohw", windows, weight)
    if bias is not None:
        result = result + bias[:, None, None]
    return result


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
