# {"function": "conv2d", "kind": "pair", "idea": "Returns (N, H_out, W_out, O) as Keras does; and never compares the bias with the number of kernels, so a bias of one number is spread over all.", "style": "keras_layout"}
"""My solution."""

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
    strides = (stride, stride) if isinstance(stride, int) else stride
    pad = (padding, padding) if isinstance(padding, int) else padding
    filters, channels, kernel_rows, kernel_cols = weight.shape
    if images.shape[1] != channels:
        raise ValueError("input channels and filter channels differ")
    rows = output_size(images.shape[2], kernel_rows, strides[0], pad[0])
    cols = output_size(images.shape[3], kernel_cols, strides[1], pad[1])
    x = F.pad(images, (pad[1], pad[1], pad[0], pad[0])).permute(0, 2, 3, 1)
    kernel = weight.permute(2, 3, 1, 0)
    output = 0
    for r in range(kernel_rows):
        for c in range(kernel_cols):
            seen = x[:, r:r + (rows - 1) * strides[0] + 1:strides[0], c:c + (cols - 1) * strides[1] + 1:strides[1], :]
            output = output + seen @ kernel[r, c]
    if bias is not None:
        output = output + bias
    return output


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
