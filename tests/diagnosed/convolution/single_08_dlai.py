# conv2d: bias added inside the sum (per tap)
# mistakes: conv2d_adds_the_bias_to_each_product
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

def zero_pad(X, pad_h, pad_w):
    return np.pad(X, ((0, 0), (pad_h, pad_h), (pad_w, pad_w), (0, 0)), "constant", constant_values=0)

def conv_single_step(a_slice_prev, W, b):
    s = a_slice_prev * W + b
    Z = np.sum(s)
    return Z

def conv2d(images, weight, bias=None, stride=1, padding=0):
    A_prev = images.detach().numpy().transpose(0, 2, 3, 1)
    Wt = weight.detach().numpy().transpose(2, 3, 1, 0)
    (m, n_H_prev, n_W_prev, n_C_prev) = A_prev.shape
    (f_h, f_w, n_C_prev, n_C) = Wt.shape
    b = np.zeros(n_C) if bias is None else bias.detach().numpy()
    s_h, s_w = two(stride)
    pad_h, pad_w = two(padding)
    n_H = int((n_H_prev - f_h + 2 * pad_h) / s_h) + 1
    n_W = int((n_W_prev - f_w + 2 * pad_w) / s_w) + 1
    Z = np.zeros((m, n_H, n_W, n_C), dtype=A_prev.dtype)
    A_prev_pad = zero_pad(A_prev, pad_h, pad_w)
    for i in range(m):
        a_prev_pad = A_prev_pad[i]
        for h in range(n_H):
            vert_start = h * s_h
            vert_end = vert_start + f_h
            for w in range(n_W):
                horiz_start = w * s_w
                horiz_end = horiz_start + f_w
                for c in range(n_C):
                    a_slice_prev = a_prev_pad[vert_start:vert_end, horiz_start:horiz_end, :]
                    Z[i, h, w, c] = conv_single_step(a_slice_prev, Wt[:, :, :, c], b[c])
    return torch.tensor(Z.transpose(0, 3, 1, 2))

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
