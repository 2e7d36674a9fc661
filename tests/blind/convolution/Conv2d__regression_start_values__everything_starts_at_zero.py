# {"function": "Conv2d", "kind": "single", "idea": "Starts weight and bias at zero, as in a linear regression: all kernels stay the same.", "style": "regression_start_values"}
"""convolution: my own version, by hand."""

import torch
import torch.nn.functional as F
from torch import nn


def as_pair(value):
    """3 -> (3, 3), (2, 3) stays."""
    return (value, value) if isinstance(value, int) else tuple(value)


def output_size(size, kernel_size, stride=1, padding=0):
    if kernel_size < 1 or stride < 1 or padding < 0:
        raise ValueError("kernel_size and stride must be at least 1, padding at least 0")
    room = size + 2 * padding - kernel_size
    if room < 0:
        raise ValueError("the kernel is larger than the padded picture")
    return room // stride + 1


def sliding_windows(images, kernel_size, stride=1):
    kh, kw = as_pair(kernel_size)
    sh, sw = as_pair(stride)
    output_size(images.shape[2], kh, sh)  # raises where nothing fits
    output_size(images.shape[3], kw, sw)
    return images.unfold(2, kh, sh).unfold(3, kw, sw)


def conv2d(images, weight, bias=None, stride=1, padding=0):
    if images.shape[1] != weight.shape[1]:
        raise ValueError("images and weight have different numbers of channels")
    if bias is not None and tuple(bias.shape) != (weight.shape[0],):
        raise ValueError("bias needs one number per output channel")
    sh, sw = as_pair(stride)
    ph, pw = as_pair(padding)
    kh, kw = weight.shape[2:]
    ho = output_size(images.shape[2], kh, sh, ph)
    wo = output_size(images.shape[3], kw, sw, pw)
    x = F.pad(images, (pw, pw, ph, ph))
    lines = []
    for i in range(ho):
        line = []
        for j in range(wo):
            patch = x[:, :, i * sh : i * sh + kh, j * sw : j * sw + kw]
            line.append(torch.tensordot(patch, weight, dims=([1, 2, 3], [1, 2, 3])))
        lines.append(torch.stack(line, dim=-1))
    result = torch.stack(lines, dim=-2)
    if bias is not None:
        result = result + bias.reshape(-1, 1, 1)
    return result


class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        kh, kw = as_pair(kernel_size)
        if kh < 1 or kw < 1:
            raise ValueError("a kernel has at least one pixel")
        self.weight = nn.Parameter(torch.zeros(out_channels, in_channels, kh, kw))
        self.bias = nn.Parameter(torch.zeros(out_channels)) if bias else None
        self._stride = stride
        self._padding = padding

    def forward(self, images):
        return conv2d(images, self.weight, self.bias, self._stride, self._padding)
