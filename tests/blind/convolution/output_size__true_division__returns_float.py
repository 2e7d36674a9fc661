# {"function": "output_size", "kind": "single", "idea": "Divides with / and returns the unrounded float, which is no count of windows.", "style": "true-division"}
import math

import torch
import torch.nn.functional as F
from torch import nn


def _pair(value):
    if isinstance(value, int):
        return value, value
    first, second = value
    return first, second


def output_size(size, kernel_size, stride=1, padding=0):
    if kernel_size < 1 or stride < 1 or padding < 0:
        raise ValueError("kernel_size and stride start at 1, padding at 0")
    if kernel_size > size + 2 * padding:
        raise ValueError("the kernel is larger than the padded image")
    # formula from the lecture
    return (size + 2 * padding - kernel_size) / stride + 1


def sliding_windows(images, kernel_size, stride=1):
    kh, kw = _pair(kernel_size)
    sh, sw = _pair(stride)
    output_size(images.shape[2], kh, sh)
    output_size(images.shape[3], kw, sw)
    return images.unfold(2, kh, sh).unfold(3, kw, sw)


def conv2d(images, weight, bias=None, stride=1, padding=0):
    ph, pw = _pair(padding)
    if ph < 0 or pw < 0:
        raise ValueError("padding cannot be negative")
    if images.shape[1] != weight.shape[1]:
        raise ValueError("images and weight have different numbers of channels")
    images = F.pad(images, (pw, pw, ph, ph))
    windows = sliding_windows(images, tuple(weight.shape[2:]), stride)
    out = torch.einsum("nchwij,ocij->nohw", windows, weight)
    if bias is not None:
        out = out + bias.view(1, -1, 1, 1)
    return out


class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        kh, kw = _pair(kernel_size)
        if kh < 1 or kw < 1:
            raise ValueError("kernel_size must be at least 1")
        self.stride = _pair(stride)
        self.padding = _pair(padding)
        bound = 1 / math.sqrt(in_channels * kh * kw)
        self.weight = nn.Parameter(torch.empty(out_channels, in_channels, kh, kw).uniform_(-bound, bound))
        if bias:
            self.bias = nn.Parameter(torch.empty(out_channels).uniform_(-bound, bound))
        else:
            self.register_parameter("bias", None)

    def forward(self, images):
        return conv2d(images, self.weight, self.bias, self.stride, self.padding)
