# {"function": "conv2d", "kind": "single", "idea": "Unrolls windows column by column but the kernel row by row, so that the kernel is laid on transposed.", "style": "matlab_column_major"}
# convolution.py

import torch
import torch.nn.functional as F
from torch import nn
from torch.nn.modules.utils import _pair


def output_size(size, kernel_size, stride=1, padding=0):
    problems = []
    if kernel_size < 1:
        problems.append("kernel_size < 1")
    if stride < 1:
        problems.append("stride < 1")
    if padding < 0:
        problems.append("padding < 0")
    if kernel_size > size + 2 * padding:
        problems.append("kernel_size > size + 2 * padding")
    if problems:
        raise ValueError(", ".join(problems))
    return (size + 2 * padding - kernel_size) // stride + 1


def sliding_windows(images, kernel_size, stride=1):
    (kh, kw), (sh, sw) = _pair(kernel_size), _pair(stride)
    ho, wo = output_size(images.size(2), kh, sh), output_size(images.size(3), kw, sw)
    r = (torch.arange(ho) * sh)[:, None] + torch.arange(kh)
    s = (torch.arange(wo) * sw)[:, None] + torch.arange(kw)
    return images[:, :, r[:, None, :, None], s[None, :, None, :]]


def conv2d(images, weight, bias=None, stride=1, padding=0):
    if weight.size(1) != images.size(1):
        raise ValueError(f"expected {weight.size(1)} channels, got {images.size(1)}")
    if bias is not None and (bias.dim() != 1 or bias.numel() != weight.size(0)):
        raise ValueError(f"bias has the wrong shape {tuple(bias.shape)}")
    sh, sw = _pair(stride)
    ph, pw = _pair(padding)
    n, c, h, w = images.shape
    o, _, kh, kw = weight.shape
    rows, cols = output_size(h, kh, sh, ph), output_size(w, kw, sw, pw)
    A = images.new_zeros((n, c, h + 2 * ph, w + 2 * pw))
    A[:, :, ph : h + ph, pw : w + pw] = images
    K = weight.reshape(o, -1).T
    B = images.new_zeros((n, o, rows, cols))
    for j in range(cols):
        for i in range(rows):
            patch = A[:, :, i * sh : i * sh + kh, j * sw : j * sw + kw]
            x = patch.transpose(2, 3).reshape(n, -1)  # patch(:), column by column
            B[:, :, i, j] = x @ K
    if bias is not None:
        B = B + bias.reshape(1, o, 1, 1)
    return B


class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        size = tuple(_pair(kernel_size))
        if min(size) < 1:
            raise ValueError("the kernel has no pixels")
        self.weight = nn.Parameter(torch.randn(out_channels, in_channels, *size) * 0.1)
        self.bias = nn.Parameter(torch.randn(out_channels) * 0.1) if bias else None
        self.stride, self.padding = stride, padding

    def forward(self, images):
        n, c, h, w = images.shape
        o, c2, kh, kw = self.weight.shape
        if c != c2:
            raise ValueError(f"this layer takes {c2} channels, the images have {c}")
        (sh, sw), (ph, pw) = _pair(self.stride), _pair(self.padding)
        ho, wo = output_size(h, kh, sh, ph), output_size(w, kw, sw, pw)
        x = F.pad(images, (pw, pw, ph, ph))
        out = 0
        for i in range(kh):
            for j in range(kw):
                part = x[:, :, i : i + sh * (ho - 1) + 1 : sh, j : j + sw * (wo - 1) + 1 : sw]
                out = out + torch.tensordot(part, self.weight[:, :, i, j], dims=([1], [1]))
        if self.bias is not None:
            out = out + self.bias
        return out.permute(0, 3, 1, 2)
