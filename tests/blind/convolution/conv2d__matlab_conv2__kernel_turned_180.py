# {"function": "conv2d", "kind": "single", "idea": "Turns the kernel by 180 degrees, as MATLAB's conv2 does, instead of laying it on as it is.", "style": "matlab_conv2"}
"""My solution."""

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


def pair(v):
    return (v, v) if isinstance(v, int) else tuple(v)


def sliding_windows(images, kernel_size, stride=1):
    kh, kw = pair(kernel_size)
    sh, sw = pair(stride)
    output_size(images.shape[2], kh, sh)
    output_size(images.shape[3], kw, sw)
    return images.unfold(2, kh, sh).unfold(3, kw, sw)


def conv2d(images, weight, bias=None, stride=1, padding=0):
    (sh, sw), (ph, pw) = pair(stride), pair(padding)
    [N, C, H, W] = images.shape
    [O, CK, KH, KW] = weight.shape
    if C != CK:
        raise ValueError("number of channels must agree")
    if bias is not None and bias.shape != (O,):
        raise ValueError("bias must have one element for each output")
    rows = output_size(H, KH, sh, ph)
    cols = output_size(W, KW, sw, pw)
    A = F.pad(images, (pw, pw, ph, ph))
    B = torch.rot90(weight, 2, dims=(2, 3))
    result = []
    for r in range(rows):
        for c in range(cols):
            section = A[:, :, r * sh:r * sh + KH, c * sw:c * sw + KW]
            result.append(torch.tensordot(section, B, dims=([1, 2, 3], [1, 2, 3])))
    result = torch.stack(result, dim=-1).reshape(N, O, rows, cols)
    if bias is not None:
        result = result + bias.reshape(1, O, 1, 1)
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
