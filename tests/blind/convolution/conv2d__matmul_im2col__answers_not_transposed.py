# {"function": "conv2d", "kind": "single", "idea": "Reshapes the matrix product of shape (N, places, O) straight to (N, O, H_out, W_out) without exchanging the axes.", "style": "matmul_im2col"}
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


def pair(v):
    return (v, v) if isinstance(v, int) else tuple(v)


def sliding_windows(images, kernel_size, stride=1):
    kh, kw = pair(kernel_size)
    sh, sw = pair(stride)
    output_size(images.shape[2], kh, sh)
    output_size(images.shape[3], kw, sw)
    return images.unfold(2, kh, sh).unfold(3, kw, sw)


def conv2d(images, weight, bias=None, stride=1, padding=0):
    n, in_channels, h, w = images.shape
    out_channels, kernel_channels, kh, kw = weight.shape
    if in_channels != kernel_channels:
        raise ValueError("channels do not match")
    if bias is not None and bias.shape != (out_channels,):
        raise ValueError("bias does not match")
    ph, pw = pair(padding)
    sh, sw = pair(stride)
    h_out = output_size(h, kh, sh, ph)
    w_out = output_size(w, kw, sw, pw)
    windows = sliding_windows(F.pad(images, (pw, pw, ph, ph)), (kh, kw), (sh, sw))
    patches = windows.permute(0, 2, 3, 1, 4, 5).reshape(n, h_out * w_out, in_channels * kh * kw)
    kernels = weight.flatten(1)
    product = torch.matmul(patches, kernels.transpose(0, 1))
    if bias is not None:
        product = product + bias
    return product.reshape(n, out_channels, h_out, w_out)


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
