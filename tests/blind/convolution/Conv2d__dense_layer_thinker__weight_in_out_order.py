# {"function": "Conv2d", "kind": "single", "idea": "Stores the weight as (in, out, K_h, K_w), like the matrix of a dense layer that is multiplied from the right, and exchanges the axes in forward.", "style": "dense_layer_thinker"}
# all tests at home passed

import math
import torch
import torch.nn.functional as F
from torch import nn


def output_size(size, kernel_size, stride=1, padding=0):
    total = size + 2 * padding
    if min(kernel_size, stride) < 1 or padding < 0 or kernel_size > total:
        raise ValueError("No window fits with these numbers.")
    return int(math.floor((total - kernel_size) / stride)) + 1


def pair(v):
    return (v, v) if isinstance(v, int) else tuple(v)


def sliding_windows(images, kernel_size, stride=1):
    kh, kw = pair(kernel_size)
    sh, sw = pair(stride)
    output_size(images.shape[2], kh, sh)
    output_size(images.shape[3], kw, sw)
    return images.unfold(2, kh, sh).unfold(3, kw, sw)


def conv2d(images, weight, bias=None, stride=1, padding=0):
    """Patches as columns, kernels as rows, one matrix product."""
    step = (stride, stride) if isinstance(stride, int) else tuple(stride)
    pad = (padding, padding) if isinstance(padding, int) else tuple(padding)
    if min(step) < 1 or min(pad) < 0:
        raise ValueError("stride must be >= 1 and padding >= 0")
    if images.shape[1] != weight.shape[1]:
        raise ValueError(f"{images.shape[1]} channels, but the kernels have {weight.shape[1]}")
    if bias is not None and bias.numel() != weight.shape[0]:
        raise ValueError("one bias per kernel, please")
    x = F.pad(images, (pad[1], pad[1], pad[0], pad[0]))
    o, c, kh, kw = weight.shape
    if x.shape[2] < kh or x.shape[3] < kw:
        raise ValueError("kernel does not fit")
    patches = x.unfold(2, kh, step[0]).unfold(3, kw, step[1]).permute(0, 2, 3, 1, 4, 5)
    n, rows, cols = patches.shape[:3]
    out = patches.reshape(n * rows * cols, c * kh * kw) @ weight.reshape(o, -1).t()
    if bias is not None:
        out = out + bias
    return out.reshape(n, rows, cols, o).permute(0, 3, 1, 2)


class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        if isinstance(kernel_size, int):
            kernel_size = kernel_size, kernel_size
        if min(kernel_size) < 1:
            raise ValueError("the kernel must have at least one row and one column")
        self.weight = nn.Parameter(0.2 * torch.randn((in_channels, out_channels) + tuple(kernel_size)))
        self.bias = nn.Parameter(0.2 * torch.randn(out_channels)) if bias else None
        self.stride = stride
        self.padding = padding

    def forward(self, images):
        kernels = self.weight.transpose(0, 1)
        return conv2d(images, kernels, self.bias, self.stride, self.padding)
