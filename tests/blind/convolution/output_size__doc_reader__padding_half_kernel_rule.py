# {"function": "output_size", "kind": "single", "idea": "Carries over the rule of pooling that padding may be at most half the kernel and refuses larger padding.", "style": "doc_reader"}
# Homework: workbook

import math
import torch
from torch import nn


def output_size(size, kernel_size, stride=1, padding=0):
    if kernel_size < 1:
        raise ValueError(f"kernel_size is {kernel_size}, but must be 1 or more")
    if stride < 1:
        raise ValueError(f"stride is {stride}, but must be 1 or more")
    if not 0 <= padding <= kernel_size // 2:
        raise ValueError("padding should be between 0 and half of the kernel size")
    if size + 2 * padding < kernel_size:
        raise ValueError("no window fits")
    return 1 + (size + 2 * padding - kernel_size) // stride


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
    sy, sx = (stride, stride) if isinstance(stride, int) else stride
    py, px = (padding, padding) if isinstance(padding, int) else padding
    n, c, h, w = images.shape
    o, c2, kh, kw = weight.shape
    if c != c2 or (bias is not None and tuple(bias.shape) != (o,)):
        raise ValueError("channels do not match")
    if sy < 1 or sx < 1 or py < 0 or px < 0:
        raise ValueError("stride below 1 or padding below 0")
    if kh > h + 2 * py or kw > w + 2 * px:
        raise ValueError("kernel larger than padded picture")
    big = images.new_zeros(n, c, h + 2 * py, w + 2 * px)
    big[:, :, py:py + h, px:px + w] = images
    rows = (h + 2 * py - kh) // sy + 1
    cols = (w + 2 * px - kw) // sx + 1
    total = images.new_zeros(n, o, rows, cols)
    for i in range(kh):
        for j in range(kw):
            part = big[:, :, i:i + sy * (rows - 1) + 1:sy, j:j + sx * (cols - 1) + 1:sx]
            total = total + torch.einsum("nchw,oc->nohw", part, weight[:, :, i, j])
    if bias is not None:
        total = total + bias.view(1, -1, 1, 1)
    return total


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
