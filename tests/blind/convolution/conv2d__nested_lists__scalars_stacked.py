# {"function": "conv2d", "kind": "right", "idea": "Multiplies and adds single zero-dimensional tensors in nested Python lists and stacks them, keeping the gradients; correct though slow.", "style": "nested-lists"}
import math

import torch
import torch.nn.functional as F
from torch import nn


def _pair(value):
    if isinstance(value, int):
        return value, value
    first, second = value
    return first, second


def output_size(size, kernel_size, stride=1, padding=0):
    if kernel_size < 1 or stride < 1 or padding < 0:
        raise ValueError("kernel_size and stride start at 1, padding at 0")
    if kernel_size > size + 2 * padding:
        raise ValueError("the kernel is larger than the padded image")
    return (size + 2 * padding - kernel_size) // stride + 1


def sliding_windows(images, kernel_size, stride=1):
    kh, kw = _pair(kernel_size)
    sh, sw = _pair(stride)
    output_size(images.shape[2], kh, sh)
    output_size(images.shape[3], kw, sw)
    return images.unfold(2, kh, sh).unfold(3, kw, sw)


def conv2d(images, weight, bias=None, stride=1, padding=0):
    (sh, sw), (ph, pw) = _pair(stride), _pair(padding)
    N, C, H, W = images.shape
    O, C2, kh, kw = weight.shape
    if C != C2:
        raise ValueError("images and weight have different numbers of channels")
    Ho, Wo = output_size(H, kh, sh, ph), output_size(W, kw, sw, pw)

    def pixel_column(y, x):
        """All pictures' channels at one place; None outside."""
        if 0 <= y < H and 0 <= x < W:
            return images[:, :, y, x]
        return None

    maps = []
    for o in range(O):
        rows = []
        for y in range(Ho):
            row = []
            for x in range(Wo):
                answer = images.new_zeros(N) if bias is None else bias[o].expand(N)
                for a in range(kh):
                    for b in range(kw):
                        column = pixel_column(y * sh - ph + a, x * sw - pw + b)
                        if column is not None:
                            answer = answer + column @ weight[o, :, a, b]
                row.append(answer)
            rows.append(torch.stack(row, dim=-1))
        maps.append(torch.stack(rows, dim=-2))
    return torch.stack(maps, dim=1)


class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        kh, kw = _pair(kernel_size)
        if kh < 1 or kw < 1:
            raise ValueError("kernel_size must be at least 1")
        self.stride = _pair(stride)
        self.padding = _pair(padding)
        bound = 1 / math.sqrt(in_channels * kh * kw)
        self.weight = nn.Parameter(torch.empty(out_channels, in_channels, kh, kw).uniform_(-bound, bound))
        if bias:
            self.bias = nn.Parameter(torch.empty(out_channels).uniform_(-bound, bound))
        else:
            self.register_parameter("bias", None)

    def forward(self, images):
        return conv2d(images, self.weight, self.bias, self.stride, self.padding)
