# {"function": "conv2d", "kind": "single", "idea": "Adds up the channels of the picture first and uses only each kernel's first channel for the sum; the other channels' weights have no effect. Right for one channel.", "style": "einsum"}
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


def sliding_windows(images, kernel_size, stride=1):
    kh, kw = two(kernel_size)
    sh, sw = two(stride)
    oh = output_size(images.shape[2], kh, sh)
    ow = output_size(images.shape[3], kw, sw)
    rows = torch.arange(oh)[:, None] * sh + torch.arange(kh)[None, :]
    cols = torch.arange(ow)[:, None] * sw + torch.arange(kw)[None, :]
    return images[:, :, rows[:, None, :, None], cols[None, :, None, :]]


def conv2d(images, weight, bias=None, stride=1, padding=0):
    if weight.shape[1] != images.shape[1]:
        raise ValueError("channels of images and weight differ")
    if bias is not None and bias.shape != weight.shape[:1]:
        raise ValueError("bias and weight do not match")
    ph, pw = two(padding)
    if min(ph, pw) < 0:
        raise ValueError("padding is negative")
    x = F.pad(images, [pw, pw, ph, ph])
    win = sliding_windows(x, tuple(weight.shape[2:]), stride).sum(dim=1)
    y = torch.einsum("nijuv,ouv->noij", win, weight[:, 0])
    if bias is not None:
        y = y + bias[:, None, None]
    return y


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
