# {"function": "conv2d", "kind": "single", "idea": "Computes all places with stride 1 and keeps every stride-th, but starts at the middle (stride // 2) instead of at 0.", "style": "subsampler"}
# Homework: workbook

import itertools
import math
import torch
import torch.nn.functional as F
from torch import nn


def output_size(size, kernel_size, stride=1, padding=0):
    total = size + 2 * padding
    if min(kernel_size, stride) < 1 or padding < 0 or kernel_size > total:
        raise ValueError("No window fits with these numbers.")
    return int(math.floor((total - kernel_size) / stride)) + 1


def sliding_windows(images, kernel_size, stride=1):
    kh, kw = (kernel_size, kernel_size) if isinstance(kernel_size, int) else kernel_size
    sh, sw = (stride, stride) if isinstance(stride, int) else stride
    if kh < 1 or kw < 1 or sh < 1 or sw < 1:
        raise ValueError("kernel_size and stride have to be positive")
    if kh > images.shape[2] or kw > images.shape[3]:
        raise ValueError("the window is larger than the picture")
    rows = []
    for top in range(0, images.shape[2] - kh + 1, sh):
        row = []
        for left in range(0, images.shape[3] - kw + 1, sw):
            row.append(images[:, :, top:top + kh, left:left + kw])
        rows.append(torch.stack(row, dim=2))
    return torch.stack(rows, dim=2)


def conv2d(images, weight, bias=None, stride=1, padding=0):
    stride = (stride, stride) if isinstance(stride, int) else tuple(stride)
    padding = (padding, padding) if isinstance(padding, int) else tuple(padding)
    if weight.shape[1] != images.shape[1] or (bias is not None and bias.shape[0] != weight.shape[0]):
        raise ValueError("channels of images, weight and bias must match")
    rows = output_size(images.shape[2], weight.shape[2], stride[0], padding[0])
    cols = output_size(images.shape[3], weight.shape[3], stride[1], padding[1])
    padded = F.pad(images, (padding[1], padding[1], padding[0], padding[0]))
    dense_rows = padded.shape[2] - weight.shape[2] + 1
    dense_cols = padded.shape[3] - weight.shape[3] + 1
    dense = 0
    for dy, dx in itertools.product(range(weight.shape[2]), range(weight.shape[3])):
        crop = padded[:, :, dy:dy + dense_rows, dx:dx + dense_cols]
        dense = dense + torch.einsum("ncyx,oc->noyx", crop, weight[:, :, dy, dx])
    if bias is not None:
        dense = dense + bias[:, None, None]
    start_y, start_x = stride[0] // 2, stride[1] // 2
    return dense[:, :, start_y::stride[0], start_x::stride[1]]


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
