# {"function": "conv2d", "kind": "single", "idea": "Adds the bias inside the loop over input channels, so it comes in C times.", "style": "contract"}
import math

import torch
import torch.nn as nn
import torch.nn.functional as F


def _two(x):
    return tuple(x) if isinstance(x, (tuple, list)) else (x, x)


def _check(height, width, kernel, stride, pad):
    if min(kernel) < 1 or min(stride) < 1 or min(pad) < 0:
        raise ValueError("kernel and stride start at 1, padding at 0")
    if kernel[0] > height + 2 * pad[0] or kernel[1] > width + 2 * pad[1]:
        raise ValueError("this kernel does not fit into the picture")


def output_size(size, kernel_size, stride=1, padding=0):
    _check(size, size, (kernel_size,) * 2, (stride,) * 2, (padding,) * 2)
    last_start = size + 2 * padding - kernel_size
    return len(range(0, last_start + 1, stride))


def sliding_windows(images, kernel_size, stride=1):
    H, W = images.shape[-2:]
    (kh, kw), (sh, sw) = _two(kernel_size), _two(stride)
    _check(H, W, (kh, kw), (sh, sw), (0, 0))
    rows = []
    for y in range(0, H - kh + 1, sh):
        row = [images[:, :, y:y + kh, x:x + kw] for x in range(0, W - kw + 1, sw)]
        rows.append(torch.stack(row, dim=2))
    return torch.stack(rows, dim=2)


def conv2d(images, weight, bias=None, stride=1, padding=0):
    N, C, H, W = images.shape
    F_out, C_w, HH, WW = weight.shape
    if C != C_w:
        raise ValueError("number of channels is different")
    s, p = _two(stride), _two(padding)
    _check(H, W, (HH, WW), s, p)
    xp = F.pad(images, (p[1], p[1], p[0], p[0]))
    windows = sliding_windows(xp, (HH, WW), s)
    maps = []
    for f in range(F_out):
        total = 0
        for c in range(C):
            total = total + (windows[:, c] * weight[f, c]).sum(dim=(-2, -1))
            if bias is not None:
                total = total + bias[f]
        maps.append(total)
    return torch.stack(maps, dim=1)


class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super(Conv2d, self).__init__()
        k = _two(kernel_size)
        self.weight = nn.Parameter(torch.randn(out_channels, in_channels, *k) * 0.1)
        self.bias = nn.Parameter(torch.randn(out_channels) * 0.1) if bias else None
        self.options = dict(stride=stride, padding=padding)

    def forward(self, x):
        return conv2d(x, self.weight, bias=self.bias, **self.options)
