# sliding_windows: one stride for both
# mistakes: windows_use_the_vertical_stride_twice
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
    full = size + padding * 2
    if stride <= 0 or kernel_size <= 0 or padding < 0 or full < kernel_size:
        raise ValueError("cannot place window")
    count = 0
    start = 0
    while start + kernel_size <= full:
        count += 1
        start += stride
    return count

def sliding_windows(images, kernel_size, stride=1):
    kh, kw = two(kernel_size)
    sh = sw = two(stride)[0]
    images = images.contiguous()
    N, C, H, W = images.shape
    oh = output_size(H, kh, sh)
    ow = output_size(W, kw, sw)
    size = (N, C, oh, ow, kh, kw)
    strides = (C * H * W, H * W, W * sh, sw, W, 1)
    return torch.as_strided(images, size, strides)

def conv2d(images, weight, bias=None, stride=1, padding=0):
    N, C, H, W = images.shape
    O, CI, kh, kw = weight.shape
    if C != CI or (bias is not None and bias.numel() != O):
        raise ValueError("channels")
    ph, pw = two(padding)
    if ph < 0 or pw < 0:
        raise ValueError("padding")
    big = images.new_zeros((N, C, H + 2 * ph, W + 2 * pw))
    big[:, :, ph:H + ph, pw:W + pw] = images
    patches = sliding_windows(big, (kh, kw), stride)
    oh, ow = patches.shape[2:4]
    left = patches.permute(0, 2, 3, 1, 4, 5).reshape(N * oh * ow, C * kh * kw)
    right = weight.reshape(O, C * kh * kw).t()
    y = left @ right
    if bias is not None:
        y = y + bias
    return y.reshape(N, oh, ow, O).permute(0, 3, 1, 2)

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
