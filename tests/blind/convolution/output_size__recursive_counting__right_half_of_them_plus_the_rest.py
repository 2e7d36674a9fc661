# {"function": "output_size", "kind": "right", "idea": "Counts recursively: half of the windows, and as many as fit on what is left after them.", "style": "recursive_counting"}
"""Task: convolution."""

import torch
import torch.nn.functional as F
from torch import nn


def as_pair(x):
    try:
        first, second = x
    except TypeError:
        first = second = x
    return first, second


def _places(size, kernel_size, stride=1, padding=0):
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


def _rest(positions, stride):
    """How many of the positions 0, 1, 2, ... are kept: halves, so that it never goes deep."""
    if positions <= stride:
        return 1 if positions > 0 else 0
    steps = (positions + stride - 1) // stride // 2  # windows in the first half
    return steps + _rest(positions - steps * stride, stride)


def output_size(size, kernel_size, stride=1, padding=0):
    for name, value, least in (("kernel_size", kernel_size, 1), ("stride", stride, 1), ("padding", padding, 0)):
        if value < least:
            raise ValueError(f"{name} is {value}, but has to be at least {least}")
    count = _rest(size + 2 * padding - kernel_size + 1, stride)
    if count == 0:
        raise ValueError("The kernel is larger than the padded side.")
    return count


def sliding_windows(images, kernel_size, stride=1):
    kh, kw = as_pair(kernel_size)
    sh, sw = as_pair(stride)
    height, width = images.shape[-2:]
    rows = _places(height, kh, sh)
    cols = _places(width, kw, sw)
    lines = []
    for i in range(rows):
        line = [images[:, :, i * sh : i * sh + kh, j * sw : j * sw + kw] for j in range(cols)]
        lines.append(torch.stack(line, dim=2))
    return torch.stack(lines, dim=2)


def conv2d(images, weight, bias=None, stride=1, padding=0):
    if images.shape[1] != weight.shape[1]:
        raise ValueError("images and weight have different numbers of channels")
    if bias is not None and tuple(bias.shape) != (weight.shape[0],):
        raise ValueError("bias needs one number per output channel")
    (sh, sw), (ph, pw) = as_pair(stride), as_pair(padding)
    n = images.shape[0]
    o, c, kh, kw = weight.shape
    ho = _places(images.shape[2], kh, sh, ph)
    wo = _places(images.shape[3], kw, sw, pw)
    x = F.pad(images, [pw, pw, ph, ph])
    rows = torch.arange(ho).repeat_interleave(wo)[:, None] * sh + torch.arange(kh).repeat_interleave(kw)
    cols = torch.arange(wo).repeat(ho)[:, None] * sw + torch.arange(kw).repeat(kh)
    patches = x[:, :, rows, cols]  # N, C, L, K
    patches = patches.transpose(1, 2).reshape(n, ho * wo, c * kh * kw)
    out = patches @ weight.reshape(o, -1).T
    if bias is not None:
        out = out + bias
    return out.transpose(1, 2).reshape(n, o, ho, wo)


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
        return conv2d(images, self.weight, self.bias, self.stride, self.padding)
