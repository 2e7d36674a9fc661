# {"function": "Conv2d", "kind": "single", "idea": "Lays the kernels flat once at construction, as a copy, so a loaded state dict (or a training step) is not seen in forward.", "style": "contract"}
import math

import torch
import torch.nn as nn
import torch.nn.functional as F


def as_pair(value):
    if isinstance(value, int):
        return value, value
    first, second = value
    return first, second


def output_size(size, kernel_size, stride=1, padding=0):
    if kernel_size < 1:
        raise ValueError("the kernel needs at least one pixel")
    if stride < 1:
        raise ValueError("the stride must be at least 1")
    if padding < 0:
        raise ValueError("the padding can't be negative")
    if kernel_size > size + 2 * padding:
        raise ValueError("the kernel is larger than the padded picture")
    return (size + 2 * padding - kernel_size) // stride + 1


def sliding_windows(images, kernel_size, stride=1):
    kh, kw = as_pair(kernel_size)
    sh, sw = as_pair(stride)
    output_size(images.shape[2], kh, sh)
    output_size(images.shape[3], kw, sw)
    return images.unfold(2, kh, sh).unfold(3, kw, sw)


def conv2d(images, weight, bias=None, stride=1, padding=0):
    if images.shape[1] != weight.shape[1]:
        raise ValueError("the pictures and the kernels have different numbers of channels")
    ph, pw = as_pair(padding)
    if ph < 0 or pw < 0:
        raise ValueError("the padding can't be negative")
    n, c, h, w = images.shape
    padded = images.new_zeros(n, c, h + 2 * ph, w + 2 * pw)
    padded[:, :, ph:ph + h, pw:pw + w] = images
    windows = sliding_windows(padded, tuple(weight.shape[2:]), stride)
    out = torch.einsum("nchwij,ocij->nohw", windows, weight)
    if bias is not None:
        out = out + bias.view(1, -1, 1, 1)
    return out


class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        self.kernel_size = as_pair(kernel_size)
        self.stride = as_pair(stride)
        self.padding = as_pair(padding)
        fan_in = in_channels * self.kernel_size[0] * self.kernel_size[1]
        self.weight = nn.Parameter(torch.randn(out_channels, in_channels, *self.kernel_size) / fan_in ** 0.5)
        self.bias = nn.Parameter(torch.rand(out_channels) - 0.5) if bias else None
        # ready for the matrix product
        self._matrix = self.weight.detach().reshape(out_channels, -1).t().contiguous()

    def forward(self, x):
        ph, pw = self.padding
        if x.shape[1] != self.weight.shape[1]:
            raise ValueError("wrong number of channels")
        if ph < 0 or pw < 0:
            raise ValueError("padding below 0")
        win = sliding_windows(F.pad(x, (pw, pw, ph, ph)), self.kernel_size, self.stride)
        n, c, ho, wo = win.shape[:4]
        rows = win.permute(0, 2, 3, 1, 4, 5).reshape(n, ho, wo, -1)
        out = (rows @ self._matrix).permute(0, 3, 1, 2)
        if self.bias is not None:
            out = out + self.bias.view(-1, 1, 1)
        return out
