# {"function": "Conv2d", "kind": "single", "idea": "Keeps the weight as (in, out, K_h, K_w) and transposes it in forward: the layer runs, but a state dict of nn.Conv2d does not fit.", "style": "tensorflow_habit"}
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
        kh, kw = two(kernel_size)
        self.weight = nn.Parameter(torch.empty(in_channels, out_channels, kh, kw))
        nn.init.normal_(self.weight, std=0.05)
        if bias:
            self.bias = nn.Parameter(torch.empty(out_channels))
            nn.init.normal_(self.bias, std=0.05)
        else:
            self.register_parameter("bias", None)

    def forward(self, images):
        return conv2d(images, self.weight.transpose(0, 1), self.bias, self.stride, self.padding)
