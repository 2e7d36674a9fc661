# {"function": "conv2d", "kind": "right", "idea": "Right: appends a one to every window and the bias to every kernel and lets one matrix product do both, padding by concatenating zeros.", "style": "homogeneous_bias"}
# all tests at home passed

import math
import torch
from torch import nn


def output_size(size, kernel_size, stride=1, padding=0):
    total = size + 2 * padding
    if min(kernel_size, stride) < 1 or padding < 0 or kernel_size > total:
        raise ValueError("No window fits with these numbers.")
    return int(math.floor((total - kernel_size) / stride)) + 1


def sliding_windows(images, kernel_size, stride=1):
    kh, kw = (kernel_size, kernel_size) if isinstance(kernel_size, int) else kernel_size
    sh, sw = (stride, stride) if isinstance(stride, int) else stride
    if kh < 1 or kw < 1 or sh < 1 or sw < 1:
        raise ValueError("kernel_size and stride have to be positive")
    if kh > images.shape[2] or kw > images.shape[3]:
        raise ValueError("the window is larger than the picture")
    rows = []
    for top in range(0, images.shape[2] - kh + 1, sh):
        row = []
        for left in range(0, images.shape[3] - kw + 1, sw):
            row.append(images[:, :, top:top + kh, left:left + kw])
        rows.append(torch.stack(row, dim=2))
    return torch.stack(rows, dim=2)


def _border(x, dim, width):
    if width == 0:
        return x
    shape = list(x.shape)
    shape[dim] = width
    zeros = x.new_zeros(shape)
    return torch.cat((zeros, x, zeros), dim)


def conv2d(images, weight, bias=None, stride=1, padding=0):
    vertical, horizontal = (padding, padding) if isinstance(padding, int) else padding
    if vertical < 0 or horizontal < 0:
        raise ValueError("negative padding would cut the picture")
    o, c = weight.shape[:2]
    if images.size(1) != c:
        raise ValueError("each kernel needs as many channels as the pictures have")
    if bias is not None and (bias.dim() != 1 or bias.size(0) != o):
        raise ValueError("bias: one number per kernel")
    framed = _border(_border(images, 2, vertical), 3, horizontal)
    cells = sliding_windows(framed, tuple(weight.shape[2:]), stride).movedim(1, 3)
    n, rows, cols = cells.shape[:3]
    cells = cells.reshape(n, rows * cols, -1)
    cells = torch.cat([cells, cells.new_ones(n, rows * cols, 1)], dim=2)
    last = weight.new_zeros(o, 1) if bias is None else bias[:, None]
    kernels = torch.cat([weight.reshape(o, -1), last], dim=1)
    return torch.baddbmm(weight.new_zeros(1, 1, 1), kernels.expand(n, -1, -1), cells.transpose(1, 2)).view(n, o, rows, cols)


class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        kh, kw = (kernel_size, kernel_size) if isinstance(kernel_size, int) else kernel_size
        if kh < 1 or kw < 1:
            raise ValueError("kernel_size must be at least 1")
        self.stride = stride
        self.padding = padding
        bound = 1 / math.sqrt(in_channels * kh * kw)
        self.weight = nn.Parameter(torch.empty(out_channels, in_channels, kh, kw).uniform_(-bound, bound))
        if bias:
            self.bias = nn.Parameter(torch.empty(out_channels).uniform_(-bound, bound))
        else:
            self.bias = None

    def forward(self, images):
        return conv2d(images, self.weight, self.bias, self.stride, self.padding)
