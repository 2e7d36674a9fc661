# {"function": "conv2d", "kind": "single", "idea": "Flips the kernel in both directions before laying it on: the convolution of signal processing.", "style": "signal_processing_einsum"}
"""Task: convolution."""

import torch
import torch.nn.functional as F
from torch import nn


def as_pair(v):
    match v:
        case int():
            return [v, v]
        case (a, b):
            return [a, b]
    raise ValueError(f"expected a number or a pair, got {v!r}")


def output_size(size, kernel_size, stride=1, padding=0):
    if min(kernel_size, stride) < 1 or padding < 0:
        raise ValueError("illegal window")
    n, end = 0, kernel_size
    while end <= size + 2 * padding:
        n += 1
        end += stride
    if not n:
        raise ValueError("window does not fit into the image")
    return n


def sliding_windows(images, kernel_size, stride=1):
    kh, kw = as_pair(kernel_size)
    sh, sw = as_pair(stride)
    n, c, h, w = images.shape
    shape = (n, c, output_size(h, kh, sh), output_size(w, kw, sw), kh, kw)
    a, b, y, x = images.stride()
    return images.as_strided(shape, (a, b, y * sh, x * sw, y, x))


def conv2d(images, weight, bias=None, stride=1, padding=0):
    if images.shape[1] != weight.shape[1]:
        raise ValueError("images and weight have different numbers of channels")
    if bias is not None and tuple(bias.shape) != (weight.shape[0],):
        raise ValueError("bias needs one number per output channel")
    h = torch.flip(weight, dims=(2, 3))  # y[n] = sum h[k] x[n - k]
    ph, pw = as_pair(padding)
    x = F.pad(images, (pw, pw, ph, ph))
    windows = sliding_windows(x, tuple(h.shape[2:]), stride) if ph >= 0 and pw >= 0 else None
    if windows is None:
        raise ValueError("negative padding")
    y = torch.einsum("bcuvij,ocij->bouv", windows, h)
    if bias is not None:
        y = y + bias[:, None, None]
    return y


class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        kh, kw = as_pair(kernel_size)
        if kh < 1 or kw < 1:
            raise ValueError("kernel_size must be at least 1")
        bound = (in_channels * kh * kw) ** -0.5
        self.weight = nn.Parameter(torch.empty(out_channels, in_channels, kh, kw).uniform_(-bound, bound))
        if bias:
            self.bias = nn.Parameter(torch.empty(out_channels).uniform_(-bound, bound))
        else:
            self.register_parameter("bias", None)
        self.stride = stride
        self.padding = padding

    def forward(self, images):
        if images.shape[1] != self.weight.shape[1]:
            raise ValueError("wrong number of channels for this layer")
        sh, sw = as_pair(self.stride)
        ph, pw = as_pair(self.padding)
        kh, kw = self.weight.shape[2:]
        output_size(images.shape[2], kh, sh, ph)
        output_size(images.shape[3], kw, sw, pw)
        x = F.pad(images, (pw, pw, ph, ph))
        out = torch.einsum("nchwij,ocij->nohw", x.unfold(2, kh, sh).unfold(3, kw, sw), self.weight)
        if self.bias is not None:
            out = out + self.bias.view(-1, 1, 1)
        return out
