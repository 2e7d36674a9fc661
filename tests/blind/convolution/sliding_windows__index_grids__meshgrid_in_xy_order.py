# {"function": "sliding_windows", "kind": "single", "idea": "Builds the grid of corners with meshgrid in 'xy' order, so rows and columns of windows change places.", "style": "index_grids"}
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
    ho = output_size(images.shape[2], kh, sh)
    wo = output_size(images.shape[3], kw, sw)
    top, left = torch.meshgrid(torch.arange(ho) * sh, torch.arange(wo) * sw, indexing="xy")
    dy, dx = torch.meshgrid(torch.arange(kh), torch.arange(kw), indexing="ij")
    return images[:, :, top[..., None, None] + dy, left[..., None, None] + dx]


def conv2d(images, weight, bias=None, stride=1, padding=0):
    if weight.size(1) != images.size(1):
        raise ValueError(f"expected {weight.size(1)} channels, got {images.size(1)}")
    if bias is not None and (bias.dim() != 1 or bias.numel() != weight.size(0)):
        raise ValueError(f"bias has the wrong shape {tuple(bias.shape)}")
    sh, sw = _pair(stride)
    ph, pw = _pair(padding)
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
        size = tuple(_pair(kernel_size))
        if min(size) < 1:
            raise ValueError("the kernel has no pixels")
        self.weight = nn.Parameter(torch.randn(out_channels, in_channels, *size) * 0.1)
        self.bias = nn.Parameter(torch.randn(out_channels) * 0.1) if bias else None
        self.stride, self.padding = stride, padding

    def forward(self, images):
        return conv2d(images, self.weight, self.bias, self.stride, self.padding)
