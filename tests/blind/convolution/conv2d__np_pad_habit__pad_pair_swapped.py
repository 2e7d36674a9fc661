# {"function": "conv2d", "kind": "single", "idea": "Hands F.pad the vertical padding first, but it starts with the last dimension, so vertical and horizontal padding are exchanged.", "style": "np_pad_habit"}
"""Handed in for the course on neural networks."""

import torch
import torch.nn.functional as F
from torch import nn


def output_size(size: int, kernel_size: int, stride: int = 1, padding: int = 0) -> int:
    """Number of windows along one side."""
    if kernel_size < 1 or stride < 1 or padding < 0:
        raise ValueError(f"impossible: kernel {kernel_size}, stride {stride}, padding {padding}")
    starts = range(0, size + padding + padding - kernel_size + 1, stride)
    if len(starts) == 0:
        raise ValueError(f"no window of {kernel_size} fits")
    return len(starts)


def to_two(x):
    if isinstance(x, int):
        return x, x
    return x


def sliding_windows(x, kernel_size, stride=1):
    (kh, kw), (sh, sw) = to_two(kernel_size), to_two(stride)
    if min(kh, kw, sh, sw) < 1 or kh > x.shape[2] or kw > x.shape[3]:
        raise ValueError("windows do not fit or numbers below 1")
    n, c, h, w = x.shape
    a, b, down, right = x.stride()
    return x.as_strided((n, c, (h - kh) // sh + 1, (w - kw) // sw + 1, kh, kw), (a, b, down * sh, right * sw, down, right))


def conv2d(images, weight, bias=None, stride=1, padding=0):
    if images.shape[1] != weight.shape[1]:
        raise ValueError("channel mismatch")
    if bias is not None and len(bias) != len(weight):
        raise ValueError("bias mismatch")
    pad_v, pad_h = padding if isinstance(padding, tuple) else (padding, padding)
    step = stride if isinstance(stride, tuple) else (stride, stride)
    kh, kw = weight.shape[-2:]
    output_size(images.shape[2], kh, step[0], pad_v)
    output_size(images.shape[3], kw, step[1], pad_h)
    # before and after, for each of the two sides
    padded = F.pad(images, (pad_v, pad_v, pad_h, pad_h), mode="constant", value=0.0)
    win = sliding_windows(padded, (kh, kw), step)
    out = torch.tensordot(win, weight, dims=[[1, 4, 5], [1, 2, 3]]).permute(0, 3, 1, 2)
    if bias is not None:
        out = out + bias.view(-1, 1, 1)
    return out


class Conv2d(nn.Module):
    """conv2d with weights of its own."""

    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        if isinstance(kernel_size, int):
            kernel_size = (kernel_size, kernel_size)
        if min(kernel_size) < 1:
            raise ValueError("no empty kernels")
        self.weight = nn.Parameter(torch.randn(out_channels, in_channels, *kernel_size) * 0.1)
        self.register_parameter("bias", nn.Parameter(torch.randn(out_channels) * 0.1) if bias else None)
        self.options = {"stride": stride, "padding": padding}

    def forward(self, images):
        return conv2d(images, self.weight, bias=self.bias, **self.options)
