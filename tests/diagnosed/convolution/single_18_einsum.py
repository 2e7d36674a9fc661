# sliding_windows: axes unfolded in the wrong order (window transposed)
# mistakes: windows_hold_their_pixels_transposed
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
    k = two(kernel_size)
    s = two(stride)
    H, W = images.shape[2], images.shape[3]
    output_size(H, k[0], s[0])
    output_size(W, k[1], s[1])
    return images.unfold(3, k[1], s[1]).unfold(2, k[0], s[0])

def conv2d(images, weight, bias=None, stride=1, padding=0):
    if images.shape[1] != weight.shape[1]:
        raise ValueError("channels")
    if bias is not None and bias.shape[0] != weight.shape[0]:
        raise ValueError("bias")
    p = two(padding)
    if min(p) < 0:
        raise ValueError("padding")
    images = F.pad(images, (p[1], p[1], p[0], p[0]))
    win = sliding_windows(images, (weight.shape[2], weight.shape[3]), stride)
    out = torch.einsum("nchwij,ocij->nohw", win, weight)
    if bias is not None:
        out = out + bias[None, :, None, None]
    return out

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
