# {"function": "conv2d", "kind": "pair", "idea": "Turns the kernel by 180 degrees (textbook convolution), and moves by the vertical stride in both directions.", "style": "contract"}
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


def conv2d(images, weight, bias=None, stride=1, padding=0):
    if images.shape[1] != weight.shape[1]:
        raise ValueError("channels of pictures and kernels are not the same")
    ph, pw = as_pair(padding)
    step, other = as_pair(stride)
    if ph < 0 or pw < 0 or other < 1:
        raise ValueError("bad stride or padding")
    k = torch.flip(weight, dims=[2, 3])
    n, c, h, w = images.shape
    canvas = torch.zeros((n, c, h + 2 * ph, w + 2 * pw), dtype=images.dtype)
    canvas[:, :, ph:h + ph, pw:w + pw] = images
    patches = sliding_windows(canvas, (k.shape[2], k.shape[3]), step)
    result = torch.einsum("bcxyuv,ocuv->boxy", patches, k)
    return result if bias is None else result + bias[:, None, None]


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
