# {"function": "conv2d", "kind": "single", "idea": "Turns the bias into a list of Python numbers before adding it, so no gradient reaches the bias.", "style": "plain_python_numbers"}
# convolution.py

import torch
import torch.nn.functional as F
from torch import nn


def _pair(value):
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
    kh, kw = _pair(kernel_size)
    sh, sw = _pair(stride)
    output_size(images.shape[2], kh, sh)  # raises where nothing fits
    output_size(images.shape[3], kw, sw)
    return images.unfold(2, kh, sh).unfold(3, kw, sw)


def conv2d(images, weight, bias=None, stride=1, padding=0):
    if weight.size(1) != images.size(1):
        raise ValueError(f"expected {weight.size(1)} channels, got {images.size(1)}")
    if bias is not None and (bias.dim() != 1 or bias.numel() != weight.size(0)):
        raise ValueError(f"bias has the wrong shape {tuple(bias.shape)}")
    offsets = [0.0] * len(weight) if bias is None else bias.tolist()
    ph, pw = _pair(padding)
    if ph < 0 or pw < 0:
        raise ValueError("padding must not be negative")
    windows = sliding_windows(F.pad(images, (pw, pw, ph, ph)), tuple(weight.shape[-2:]), stride)
    planes = []
    for kernel, offset in zip(weight, offsets):
        planes.append(torch.einsum("nchwij,cij->nhw", windows, kernel) + offset)
    return torch.stack(planes, dim=1)


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
