# {"function": "output_size", "kind": "single", "idea": "Refuses a kernel that is exactly as large as the padded side: 'the kernel must be smaller than the input'.", "style": "guard_clauses"}
# convolution.py

import torch
import torch.nn.functional as F
from torch import nn


def _pair(x):
    try:
        first, second = x
    except TypeError:
        first = second = x
    return first, second


def how_many(size, kernel_size, stride=1, padding=0):
    if stride < 1:
        raise ValueError(f"stride {stride} does not move")
    if kernel_size < 1:
        raise ValueError(f"kernel_size {kernel_size} is empty")
    if padding < 0:
        raise ValueError("padding can't be negative")
    starts = range(0, size + 2 * padding - kernel_size + 1, stride)
    if len(starts) == 0:
        raise ValueError("no window fits")
    return len(starts)


def output_size(size, kernel_size, stride=1, padding=0):
    total = size + padding * 2
    if kernel_size < 1:
        raise ValueError("kernel_size must be >= 1")
    if stride < 1:
        raise ValueError("stride must be >= 1")
    if padding < 0:
        raise ValueError("padding must be >= 0")
    if kernel_size >= total:
        raise ValueError("the kernel must be smaller than the input")
    return (total - kernel_size) // stride + 1


def sliding_windows(images, kernel_size, stride=1):
    kh, kw = _pair(kernel_size)
    sh, sw = _pair(stride)
    height, width = images.shape[-2:]
    rows = how_many(height, kh, sh)
    cols = how_many(width, kw, sw)
    lines = []
    for i in range(rows):
        line = [images[:, :, i * sh : i * sh + kh, j * sw : j * sw + kw] for j in range(cols)]
        lines.append(torch.stack(line, dim=2))
    return torch.stack(lines, dim=2)


def conv2d(images, weight, bias=None, stride=1, padding=0):
    if weight.size(1) != images.size(1):
        raise ValueError(f"expected {weight.size(1)} channels, got {images.size(1)}")
    if bias is not None and (bias.dim() != 1 or bias.numel() != weight.size(0)):
        raise ValueError(f"bias has the wrong shape {tuple(bias.shape)}")
    sh, sw = _pair(stride)
    ph, pw = _pair(padding)
    out_c, _, kh, kw = weight.shape
    how_many(images.shape[2], kh, sh, ph)
    how_many(images.shape[3], kw, sw, pw)
    padded = F.pad(images, (pw, pw, ph, ph))
    windows = padded.unfold(2, kh, sh).unfold(3, kw, sw)
    result = torch.einsum("nchwij,ocij->nohw", windows, weight)
    return result if bias is None else result + bias.view(1, -1, 1, 1)


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
        return conv2d(images, self.weight, self.bias, self.stride, self.padding)
