# {"function": "sliding_windows", "kind": "single", "idea": "Reads the kernel pair as (width, height), as OpenCV's ksize.", "style": "tensor_unfold"}
# convolution.py

import torch
import torch.nn.functional as F
from torch import nn


def to_hw(value):
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
    kernel_w, kernel_h = to_hw(kernel_size)
    step_h, step_w = to_hw(stride)
    output_size(images.shape[2], kernel_h, step_h)
    output_size(images.shape[3], kernel_w, step_w)
    by_rows = images.unfold(2, kernel_h, step_h)
    return by_rows.unfold(3, kernel_w, step_w)


def conv2d(images, weight, bias=None, stride=1, padding=0):
    if weight.size(1) != images.size(1):
        raise ValueError(f"expected {weight.size(1)} channels, got {images.size(1)}")
    if bias is not None and (bias.dim() != 1 or bias.numel() != weight.size(0)):
        raise ValueError(f"bias has the wrong shape {tuple(bias.shape)}")
    (sh, sw), (ph, pw) = to_hw(stride), to_hw(padding)
    n = images.shape[0]
    o, c, kh, kw = weight.shape
    ho = output_size(images.shape[2], kh, sh, ph)
    wo = output_size(images.shape[3], kw, sw, pw)
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
        size = tuple(to_hw(kernel_size))
        if min(size) < 1:
            raise ValueError("the kernel has no pixels")
        self.weight = nn.Parameter(torch.randn(out_channels, in_channels, *size) * 0.1)
        self.bias = nn.Parameter(torch.randn(out_channels) * 0.1) if bias else None
        self.stride, self.padding = stride, padding

    def forward(self, images):
        return conv2d(images, self.weight, self.bias, self.stride, self.padding)
