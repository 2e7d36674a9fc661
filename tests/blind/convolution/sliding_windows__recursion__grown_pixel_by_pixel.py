# {"function": "sliding_windows", "kind": "right", "idea": "Right: windows are cut recursively, first along the height and then along the width, by stacking slices.", "style": "recursion"}
import numpy as np
import torch
from torch import nn
from torch.nn import functional as F


def two(x):
    if isinstance(x, int):
        return x, x
    first, second = x
    return first, second


def output_size(size, kernel_size, stride=1, padding=0):
    if kernel_size < 1 or stride < 1 or padding < 0:
        raise ValueError("impossible kernel size, stride or padding")
    starts = range(0, size + 2 * padding - kernel_size + 1, stride)
    if not len(starts):
        raise ValueError("the window is larger than the side")
    return len(starts)


def _cut(side, dim, k, s):
    """The windows along one axis, as a new axis in front, recursively."""
    if side.shape[dim] < k:
        return []
    head = side.narrow(dim, 0, k)
    rest = side.narrow(dim, s, side.shape[dim] - s) if side.shape[dim] >= s + k else side.narrow(dim, 0, 0)
    return [head, *_cut(rest, dim, k, s)]


def sliding_windows(images, kernel_size, stride=1):
    kh, kw = two(kernel_size)
    sh, sw = two(stride)
    if images.dim() != 4:
        raise ValueError("images need four axes: (N, C, H, W)")
    output_size(images.shape[2], kh, sh), output_size(images.shape[3], kw, sw)
    bands = torch.stack(_cut(images, 2, kh, sh), dim=2)  # (N, C, H_out, K_h, W)
    cells = torch.stack(_cut(bands, 4, kw, sw), dim=3)  # (N, C, H_out, W_out, K_h, K_w)
    return cells


def conv2d(images, weight, bias=None, stride=1, padding=0):
    if weight.shape[1] != images.shape[1]:
        raise ValueError("channels of images and weight differ")
    if bias is not None and bias.shape != weight.shape[:1]:
        raise ValueError("bias and weight do not match")
    ph, pw = two(padding)
    if min(ph, pw) < 0:
        raise ValueError("padding is negative")
    x = F.pad(images, [pw, pw, ph, ph])
    win = sliding_windows(x, weight.shape[2:], stride)
    y = torch.tensordot(win, weight, dims=([1, 4, 5], [1, 2, 3]))
    if bias is not None:
        y = y + bias
    return y.permute(0, 3, 1, 2)


class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        self.stride = stride
        self.padding = padding
        shape = (out_channels, in_channels) + two(kernel_size)
        limit = 1 / np.sqrt(np.prod(shape[1:]))
        self.weight = nn.Parameter((torch.rand(shape) * 2 - 1) * float(limit))
        if bias:
            self.bias = nn.Parameter((torch.rand(out_channels) * 2 - 1) * float(limit))
        else:
            self.bias = None

    def forward(self, images):
        return conv2d(images, self.weight, self.bias, self.stride, self.padding)
