# conv2d: output sides exchanged
# mistakes: conv2d_takes_its_height_for_its_width
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

def im2col(x, kh, kw, sh, sw, oh, ow):
    cols = []
    for i in range(oh):
        for j in range(ow):
            cols.append(x[:, :, i * sh:i * sh + kh, j * sw:j * sw + kw].reshape(x.shape[0], -1))
    return torch.stack(cols, dim=2)     # (N, C*kh*kw, oh*ow)

def conv2d(images, weight, bias=None, stride=1, padding=0):
    N, C, H, W = images.shape
    O, C2, kh, kw = weight.shape
    if C != C2:
        raise ValueError("channel mismatch")
    if bias is not None and bias.shape != (O,):
        raise ValueError("bias mismatch")
    sh, sw = two(stride)
    ph, pw = two(padding)
    check(H, W, kh, kw, sh, sw, ph, pw)
    x = F.pad(images, (pw, pw, ph, ph))
    oh = (H + 2 * ph - kh) // sh + 1
    ow = (W + 2 * pw - kw) // sw + 1
    cols = im2col(x, kh, kw, sh, sw, oh, ow)
    flat_kernels = weight.reshape(O, -1)
    out = flat_kernels @ cols
    if bias is not None:
        out = out + bias.view(1, -1, 1)
    return out.reshape(N, O, ow, oh)

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
