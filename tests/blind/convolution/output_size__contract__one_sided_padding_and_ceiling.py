# {"function": "output_size", "kind": "pair", "idea": "Padding is counted on one side only, and a window that does not quite fit is counted too.", "style": "contract"}
import math

import torch
from torch import nn


as_two = lambda x: (x, x) if isinstance(x, int) else tuple(x)


def _check(h, w, kh, kw, sh, sw):
    if kh < 1 or kw < 1:
        raise ValueError("The kernel needs at least one row and one column.")
    if sh < 1 or sw < 1:
        raise ValueError("The stride has to be at least 1.")
    if kh > h or kw > w:
        raise ValueError("The kernel does not fit into the picture.")


def zero_border(images, ph, pw):
    if ph < 0 or pw < 0:
        raise ValueError("padding can't be negative")
    n, c, h, w = images.shape
    bigger = images.new_zeros((n, c, h + 2 * ph, w + 2 * pw))
    bigger[:, :, ph:ph + h, pw:pw + w] = images
    return bigger


def output_size(size, kernel_size, stride=1, padding=0):
    if stride < 1 or kernel_size < 1 or padding < 0:
        raise ValueError("impossible numbers")
    if kernel_size > size + 2 * padding:
        raise ValueError("kernel does not fit")
    return math.ceil((size + padding - kernel_size) / stride) + 1


def sliding_windows(images, kernel_size, stride=1):
    kh, kw = as_two(kernel_size)
    sh, sw = as_two(stride)
    _check(images.shape[2], images.shape[3], kh, kw, sh, sw)
    return images.unfold(2, kh, sh).unfold(3, kw, sw)


def conv2d(images, weight, bias=None, stride=1, padding=0):
    if images.shape[1] != weight.shape[1]:
        raise ValueError("Picture and kernel have different numbers of channels.")
    ph, pw = as_two(padding)
    windows = sliding_windows(zero_border(images, ph, pw), (weight.shape[2], weight.shape[3]), stride)
    result = torch.einsum("nchwij,ocij->nohw", windows, weight)
    return result if bias is None else result + bias.reshape(1, -1, 1, 1)


class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        kh, kw = as_two(kernel_size)
        if kh < 1 or kw < 1:
            raise ValueError("The kernel needs at least one row and one column.")
        self.stride = stride
        self.padding = padding
        limit = (in_channels * kh * kw) ** -0.5
        self.weight = nn.Parameter((torch.rand(out_channels, in_channels, kh, kw) * 2 - 1) * limit)
        self.bias = nn.Parameter((torch.rand(out_channels) * 2 - 1) * limit) if bias else None

    def forward(self, images):
        return conv2d(images, self.weight, self.bias, self.stride, self.padding)
