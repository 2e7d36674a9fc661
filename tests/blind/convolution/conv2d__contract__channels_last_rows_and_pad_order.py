# {"function": "conv2d", "kind": "pair", "idea": "Lays the windows flat with the channels last while the kernels have them first, and gives F.pad the vertical padding first.", "style": "contract"}
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
    n, c, h, w = images.shape
    o, c_in, kh, kw = weight.shape
    if c != c_in:
        raise ValueError("in_channels does not fit the images")
    (sh, sw), (ph, pw) = _two(stride), _two(padding)
    _check(h, w, (kh, kw), (sh, sw), (ph, pw))
    x = F.pad(images, (ph, ph, pw, pw)).permute(0, 2, 3, 1)
    H_out = (x.shape[1] - kh) // sh + 1
    W_out = (x.shape[2] - kw) // sw + 1
    kernel = weight.reshape(o, -1)
    out = images.new_zeros(n, o, H_out, W_out)
    for i in range(H_out):
        for j in range(W_out):
            piece = x[:, i * sh:i * sh + kh, j * sw:j * sw + kw, :]
            out[:, :, i, j] = piece.reshape(n, -1) @ kernel.T
    if bias is not None:
        out = out + bias.reshape(1, -1, 1, 1)
    return out


class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super(Conv2d, self).__init__()
        k = _two(kernel_size)
        self.weight = nn.Parameter(torch.randn(out_channels, in_channels, *k) * 0.1)
        self.bias = nn.Parameter(torch.randn(out_channels) * 0.1) if bias else None
        self.options = dict(stride=stride, padding=padding)

    def forward(self, x):
        return conv2d(x, self.weight, bias=self.bias, **self.options)
