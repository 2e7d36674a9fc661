# {"function": "conv2d", "kind": "single", "idea": "Adds the bias by plain broadcasting, so it runs along the width: crashes or adds the wrong number per column.", "style": "numpy_broadcasting"}
# convolution.py

import torch
import torch.nn.functional as F
from torch import nn


def _hw(x):
    try:
        first, second = x
    except TypeError:
        first = second = x
    return first, second


def output_size(size, kernel_size, stride=1, padding=0):
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


def sliding_windows(images, kernel_size, stride=1):
    kh, kw = _hw(kernel_size)
    sh, sw = _hw(stride)
    height, width = images.shape[-2:]
    rows = output_size(height, kh, sh)
    cols = output_size(width, kw, sw)
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
    (sh, sw), (ph, pw) = _hw(stride), _hw(padding)
    o, c, kh, kw = weight.shape
    ho = output_size(images.shape[2], kh, sh, ph)
    wo = output_size(images.shape[3], kw, sw, pw)
    x = F.pad(images, (pw, pw, ph, ph))
    i = sh * torch.arange(ho).view(-1, 1, 1, 1) + torch.arange(kh).view(1, 1, -1, 1)
    j = sw * torch.arange(wo).view(1, -1, 1, 1) + torch.arange(kw).view(1, 1, 1, -1)
    patches = x[:, :, i, j]
    out = (patches.unsqueeze(1) * weight.view(1, o, c, 1, 1, kh, kw)).sum((2, 5, 6))
    if bias is not None:
        out = out + bias
    return out


class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        size = tuple(_hw(kernel_size))
        if min(size) < 1:
            raise ValueError("the kernel has no pixels")
        self.weight = nn.Parameter(torch.randn(out_channels, in_channels, *size) * 0.1)
        self.bias = nn.Parameter(torch.randn(out_channels) * 0.1) if bias else None
        self.stride, self.padding = stride, padding

    def forward(self, images):
        if images.shape[1] != self.weight.shape[1]:
            raise ValueError("wrong number of channels for this layer")
        sh, sw = _hw(self.stride)
        ph, pw = _hw(self.padding)
        kh, kw = self.weight.shape[2:]
        output_size(images.shape[2], kh, sh, ph)
        output_size(images.shape[3], kw, sw, pw)
        x = F.pad(images, (pw, pw, ph, ph))
        out = torch.einsum("nchwij,ocij->nohw", x.unfold(2, kh, sh).unfold(3, kw, sw), self.weight)
        if self.bias is not None:
            out = out + self.bias.view(-1, 1, 1)
        return out
