# conv2d size: H for both sides; conv2d: bias forgotten; conv2d: only first sample
# mistakes: conv2d_uses_the_height_twice conv2d_forgets_the_bias conv2d_sees_the_first_picture_only
# besides: no gradients, refuses nothing by itself
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

def conv2d(x, weight, bias=None, stride=1, padding=0):
    x = x.detach().numpy()
    w = weight.detach().numpy()
    N, C, H, W = x.shape
    F_, _, HH, WW = w.shape
    b = bias.detach().numpy() if bias is not None else np.zeros(F_, dtype=x.dtype)
    sh, sw = two(stride)
    ph, pw = two(padding)
    x_pad = np.pad(x, ((0, 0), (0, 0), (ph, ph), (pw, pw)), mode="constant")
    H_prime = 1 + (H + 2 * ph - HH) // sh
    W_prime = 1 + (H + 2 * pw - WW) // sw
    out = np.zeros((N, F_, H_prime, W_prime), dtype=x.dtype)
    for n in range(N):
        for f in range(F_):
            for i in range(H_prime):
                for j in range(W_prime):
                    window = x_pad[0, :, i * sh:i * sh + HH, j * sw:j * sw + WW]
                    out[n, f, i, j] = np.sum(window * w[f])
    return torch.from_numpy(out)

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
