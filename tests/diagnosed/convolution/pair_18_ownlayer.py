# Conv2d: stride ignored in the layer; Conv2d: bias=False ignored
# mistakes: layer_forgets_its_stride layer_always_has_a_bias
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
    if images.shape[1] != weight.shape[1] or (bias is not None and len(bias) != len(weight)):
        raise ValueError("channels")
    ph, pw = two(padding)
    if ph < 0 or pw < 0:
        raise ValueError("padding")
    win = sliding_windows(F.pad(images, (pw, pw, ph, ph)), tuple(weight.shape[2:]), stride)
    out = (win.unsqueeze(1) * weight[None, :, :, None, None]).sum(dim=(2, 5, 6))
    return out if bias is None else out + bias.view(-1, 1, 1)

class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super(Conv2d, self).__init__()
        self.in_channels = in_channels
        self.out_channels = out_channels
        self.kernel_size = two(kernel_size)
        self.stride = (1, 1)
        self.padding = two(padding)
        self.weight = nn.Parameter(torch.rand(out_channels, in_channels, *self.kernel_size) - 0.5)
        self.bias = nn.Parameter(torch.rand(out_channels) - 0.5)

    def forward(self, x):
        n, c, h, w = x.shape
        if c != self.in_channels:
            raise ValueError("channels")
        kh, kw = self.kernel_size
        sh, sw = self.stride
        ph, pw = self.padding
        check(h, w, kh, kw, sh, sw, ph, pw)
        x = F.pad(x, (pw, pw, ph, ph))
        h_out = (h + 2 * ph - kh) // sh + 1
        w_out = (w + 2 * pw - kw) // sw + 1
        out = torch.zeros(n, self.out_channels, h_out, w_out, dtype=x.dtype)
        for i in range(h_out):
            for j in range(w_out):
                region = x[:, :, i * sh:i * sh + kh, j * sw:j * sw + kw].unsqueeze(1)
                out[:, :, i, j] = (region * self.weight).sum((2, 3, 4))
        if self.bias is not None:
            out = out + self.bias.view(1, -1, 1, 1)
        return out
