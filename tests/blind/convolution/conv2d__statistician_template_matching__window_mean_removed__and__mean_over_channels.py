# {"function": "conv2d", "kind": "pair", "idea": "Subtracts each window's mean before multiplying (covariance), and averages over the channels instead of adding them up.", "style": "statistician_template_matching"}
# convolution.py

import torch
import torch.nn.functional as F
from torch import nn


def _pair(v):
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
    kh, kw = _pair(kernel_size)
    sh, sw = _pair(stride)
    n, c, h, w = images.shape
    shape = (n, c, output_size(h, kh, sh), output_size(w, kw, sw), kh, kw)
    a, b, y, x = images.stride()
    return images.as_strided(shape, (a, b, y * sh, x * sw, y, x))


def conv2d(images, weight, bias=None, stride=1, padding=0):
    if weight.size(1) != images.size(1):
        raise ValueError(f"expected {weight.size(1)} channels, got {images.size(1)}")
    if bias is not None and (bias.dim() != 1 or bias.numel() != weight.size(0)):
        raise ValueError(f"bias has the wrong shape {tuple(bias.shape)}")
    sh, sw = _pair(stride)
    ph, pw = _pair(padding)
    kh, kw = weight.shape[2:]
    output_size(images.shape[2], kh, sh, ph)
    output_size(images.shape[3], kw, sw, pw)
    windows = F.pad(images, (pw, pw, ph, ph)).unfold(2, kh, sh).unfold(3, kw, sw)
    windows = windows - windows.mean(dim=(-2, -1), keepdim=True)
    per_channel = torch.einsum("nchwij,ocij->nochw", windows, weight)
    out = per_channel.mean(dim=2)
    if bias is not None:
        out = out + bias.view(-1, 1, 1)
    return out


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
