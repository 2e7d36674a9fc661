# {"function": "conv2d", "kind": "single", "idea": "Adds the bias inside the loop over input channels, so it is counted once for every channel.", "style": "seven_loops"}
# Homework: workbook

import math
import torch
import torch.nn.functional as F
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


def conv2d(images, weight, bias=None, stride=1, padding=0):
    if type(stride) == int:
        stride = (stride, stride)
    if type(padding) == int:
        padding = (padding, padding)
    if images.shape[1] != weight.shape[1]:
        raise ValueError("The image and the kernel need the same number of channels.")
    if bias is not None and list(bias.shape) != [weight.shape[0]]:
        raise ValueError("The bias needs one number per kernel.")
    out_h = output_size(images.shape[2], weight.shape[2], stride[0], padding[0])
    out_w = output_size(images.shape[3], weight.shape[3], stride[1], padding[1])
    big = F.pad(images, (padding[1], padding[1], padding[0], padding[0]))
    pictures = []
    for o in range(weight.shape[0]):
        answer = torch.zeros(images.shape[0], out_h, out_w, dtype=images.dtype)
        for c in range(images.shape[1]):
            for y in range(weight.shape[2]):
                for x in range(weight.shape[3]):
                    part = big[:, c, y::stride[0], x::stride[1]][:, :out_h, :out_w]
                    answer = answer + part * weight[o, c, y, x]
            if bias is not None:
                answer = answer + bias[o]
        pictures.append(answer)
    return torch.stack(pictures, dim=1)


class Conv2d(nn.Module):
    """conv2d with weights of its own."""

    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        if isinstance(kernel_size, int):
            kernel_size = (kernel_size, kernel_size)
        if min(kernel_size) < 1:
            raise ValueError("no empty kernels")
        self.weight = nn.Parameter(torch.randn(out_channels, in_channels, *kernel_size) * 0.1)
        self.register_parameter("bias", nn.Parameter(torch.randn(out_channels) * 0.1) if bias else None)
        self.options = {"stride": stride, "padding": padding}

    def forward(self, images):
        return conv2d(images, self.weight, bias=self.bias, **self.options)
