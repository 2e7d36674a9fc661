# conv2d: filter indexed by channel
# mistakes: conv2d_lays_one_slice_on_all_channels
import numpy as np
import torch
from torch import nn
import torch.nn.functional as F

def two(v):
    return (v, v) if isinstance(v, int) else (v[0], v[1])

def check(h, w, kh, kw, sh, sw, ph=0, pw=0):
    if kh < 1 or kw < 1 or sh < 1 or sw < 1 or ph < 0 or pw < 0:
        raise ValueError("bad argument")
    if kh > h + 2 * ph or kw > w + 2 * pw:
        raise ValueError("kernel too big")

def output_size(size, kernel_size, stride=1, padding=0):
    if kernel_size < 1 or stride < 1 or padding < 0 or kernel_size > size + 2 * padding:
        raise ValueError("impossible")
    return (size + 2 * padding - kernel_size) // stride + 1

def sliding_windows(images, kernel_size, stride=1):
    kh, kw = two(kernel_size)
    sh, sw = two(stride)
    n, c, h, w = images.shape
    check(h, w, kh, kw, sh, sw)
    rows = []
    for i in range(0, h - kh + 1, sh):
        row = [images[:, :, i:i + kh, j:j + kw] for j in range(0, w - kw + 1, sw)]
        rows.append(torch.stack(row, dim=2))
    return torch.stack(rows, dim=2)

def conv2d(images, weight, bias=None, stride=1, padding=0):
    N, C, H, W = images.shape
    K, C1, R, S = weight.shape
    if C != C1:
        raise ValueError("C")
    if bias is not None and tuple(bias.shape) != (K,):
        raise ValueError("bias")
    dy, dx = two(stride)
    py, px = two(padding)
    check(H, W, R, S, dy, dx, py, px)
    images = F.pad(images, (px, px, py, py))
    H, W = images.shape[-2:]
    samples = []
    for n in range(N):
        maps = []
        for k in range(K):
            rows = []
            for y in range(0, H - R + 1, dy):
                row = []
                for x in range(0, W - S + 1, dx):
                    total = 0
                    for c in range(C):
                        total = total + (images[n, c, y:y + R, x:x + S] * weight[k, 0]).sum()
                    if bias is not None:
                        total = total + bias[k]
                    row.append(total)
                rows.append(torch.stack(row))
            maps.append(torch.stack(rows))
        samples.append(torch.stack(maps))
    return torch.stack(samples)

class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        kh, kw = two(kernel_size)
        self.stride, self.padding = stride, padding
        self.weight = nn.Parameter(torch.randn(out_channels, in_channels, kh, kw) * 0.1)
        if bias:
            self.bias = nn.Parameter(torch.randn(out_channels) * 0.1)
        else:
            self.bias = None

    def forward(self, x):
        return conv2d(x, self.weight, self.bias, stride=self.stride, padding=self.padding)
