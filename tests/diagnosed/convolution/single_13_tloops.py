# conv2d: stride ignored
# mistakes: conv2d_ignores_the_stride
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
    batch, in_channels, height, width = images.size()
    out_channels, w_channels, k_h, k_w = weight.size()
    if in_channels != w_channels or (bias is not None and len(bias) != out_channels):
        raise ValueError("channels do not match")
    stride_h = stride_w = 1
    pad_h, pad_w = two(padding)
    check(height, width, k_h, k_w, stride_h, stride_w, pad_h, pad_w)
    padded = torch.zeros(batch, in_channels, height + 2 * pad_h, width + 2 * pad_w, dtype=images.dtype)
    padded[:, :, pad_h:pad_h + height, pad_w:pad_w + width] = images
    out_h = (height + 2 * pad_h - k_h) // stride_h + 1
    out_w = (width + 2 * pad_w - k_w) // stride_w + 1
    result = torch.zeros(batch, out_channels, out_h, out_w, dtype=images.dtype)
    for o in range(out_channels):
        for y in range(out_h):
            for x in range(out_w):
                top = y * stride_h
                left = x * stride_w
                patch = padded[:, :, top:top + k_h, left:left + k_w]
                result[:, o, y, x] = (patch * weight[o]).sum(dim=(1, 2, 3))
        if bias is not None:
            result[:, o] += bias[o]
    return result

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
