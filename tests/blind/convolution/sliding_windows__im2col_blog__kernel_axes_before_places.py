# {"function": "sliding_windows", "kind": "single", "idea": "Leaves the axes in the order of im2col: (N, C, K_h, K_w, H_out, W_out).", "style": "im2col_blog"}
import math
import torch
from torch import nn


def output_size(size, kernel_size, stride=1, padding=0):
    if kernel_size < 1:
        raise ValueError("kernel_size must be at least 1")
    if stride < 1:
        raise ValueError("stride must be at least 1")
    if padding < 0:
        raise ValueError("padding must not be negative")
    room = size + 2 * padding - kernel_size
    if room < 0:
        raise ValueError("the kernel is larger than the padded side")
    return room // stride + 1


def sliding_windows(images, kernel_size, stride=1):
    FH, FW = (kernel_size, kernel_size) if isinstance(kernel_size, int) else kernel_size
    SH, SW = (stride, stride) if isinstance(stride, int) else stride
    N, C, H, W = images.shape
    OH = output_size(H, FH, SH)
    OW = output_size(W, FW, SW)
    col = torch.zeros((N, C, FH, FW, OH, OW), dtype=images.dtype)
    for y in range(FH):
        y_max = y + SH * OH
        for x in range(FW):
            x_max = x + SW * OW
            col[:, :, y, x, :, :] = images[:, :, y:y_max:SH, x:x_max:SW]
    return col


def conv2d(images, weight, bias=None, stride=1, padding=0):
    sy, sx = (stride, stride) if isinstance(stride, int) else stride
    py, px = (padding, padding) if isinstance(padding, int) else padding
    n, c, h, w = images.shape
    o, c2, kh, kw = weight.shape
    if c != c2 or (bias is not None and tuple(bias.shape) != (o,)):
        raise ValueError("channels do not match")
    if sy < 1 or sx < 1 or py < 0 or px < 0:
        raise ValueError("stride below 1 or padding below 0")
    if kh > h + 2 * py or kw > w + 2 * px:
        raise ValueError("kernel larger than padded picture")
    big = images.new_zeros(n, c, h + 2 * py, w + 2 * px)
    big[:, :, py:py + h, px:px + w] = images
    rows = (h + 2 * py - kh) // sy + 1
    cols = (w + 2 * px - kw) // sx + 1
    total = images.new_zeros(n, o, rows, cols)
    for i in range(kh):
        for j in range(kw):
            part = big[:, :, i:i + sy * (rows - 1) + 1:sy, j:j + sx * (cols - 1) + 1:sx]
            total = total + torch.einsum("nchw,oc->nohw", part, weight[:, :, i, j])
    if bias is not None:
        total = total + bias.view(1, -1, 1, 1)
    return total


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
