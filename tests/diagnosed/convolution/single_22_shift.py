# sliding_windows: position without stride
# mistakes: windows_count_with_the_stride_but_move_by_one
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
    N, C, H, W = images.shape
    check(H, W, kh, kw, sh, sw)
    oh, ow = (H - kh) // sh + 1, (W - kw) // sw + 1
    out = torch.empty(N, C, oh, ow, kh, kw, dtype=images.dtype)
    for i in range(oh):
        for j in range(ow):
            out[:, :, i, j] = images[:, :, i:i + kh, j:j + kw]
    return out

def conv2d(images, weight, bias=None, stride=1, padding=0):
    n, c, h, w = images.shape
    o, ci, kh, kw = weight.shape
    if c != ci or (bias is not None and bias.shape[0] != o):
        raise ValueError("wrong channels")
    (sh, sw), (ph, pw) = two(stride), two(padding)
    check(h, w, kh, kw, sh, sw, ph, pw)
    img = torch.nn.functional.pad(images, [pw, pw, ph, ph])
    oh = (h + 2 * ph - kh) // sh + 1
    ow = (w + 2 * pw - kw) // sw + 1
    acc = torch.zeros(n, o, oh, ow, dtype=images.dtype)
    for a in range(kh):
        for b in range(kw):
            piece = img[:, :, a:a + sh * (oh - 1) + 1:sh, b:b + sw * (ow - 1) + 1:sw]
            acc = acc + torch.tensordot(piece, weight[:, :, a, b], dims=([1], [1])).permute(0, 3, 1, 2)
    if bias is not None:
        acc = acc + bias.reshape(1, o, 1, 1)
    return acc

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
