# {"function": "conv2d", "kind": "single", "idea": "The einsum drops the batch letter, so the answers of all pictures are added up into one; right for a batch of one.", "style": "einsum"}
import math

import torch
import torch.nn as nn


def as_tuple(v):
    return tuple(v) if hasattr(v, "__len__") else (v, v)


def output_size(size, kernel_size, stride=1, padding=0):
    if kernel_size <= 0:
        raise ValueError("kernel_size <= 0")
    if stride <= 0:
        raise ValueError("stride <= 0")
    if padding < 0:
        raise ValueError("padding < 0")
    out = math.floor((size + 2 * padding - kernel_size) / stride + 1)
    if out < 1:
        raise ValueError("no window fits")
    return out


def sliding_windows(images, kernel_size, stride=1):
    (kh, kw), (sh, sw) = as_tuple(kernel_size), as_tuple(stride)
    N, C, H, W = images.shape
    Ho, Wo = output_size(H, kh, sh), output_size(W, kw, sw)
    a, b, c, d = images.stride()
    return images.as_strided((N, C, Ho, Wo, kh, kw), (a, b, c * sh, d * sw, c, d))


def conv2d(images, weight, bias=None, stride=1, padding=0):
    N, C, H, W = images.shape
    O, Cw, kh, kw = weight.shape
    (sh, sw), (ph, pw) = as_tuple(stride), as_tuple(padding)
    if C != Cw or (bias is not None and tuple(bias.shape) != (O,)):
        raise ValueError("channels do not match")
    Ho, Wo = output_size(H, kh, sh, ph), output_size(W, kw, sw, pw)
    x = nn.functional.pad(images, (pw, pw, ph, ph))
    windows = sliding_windows(x, (kh, kw), (sh, sw))
    y = torch.einsum("bcijuv,ocuv->oij", windows, weight).unsqueeze(0)
    if bias is not None:
        y = y + bias.view(1, O, 1, 1)
    return y


class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        kh, kw = as_tuple(kernel_size)
        self.stride, self.padding = stride, padding
        self.weight = nn.Parameter(torch.empty(out_channels, in_channels, kh, kw))
        nn.init.kaiming_uniform_(self.weight, a=math.sqrt(5))
        self.bias = None
        if bias:
            self.bias = nn.Parameter(torch.empty(out_channels))
            nn.init.uniform_(self.bias, -0.1, 0.1)

    def forward(self, images):
        return conv2d(images, self.weight, self.bias, self.stride, self.padding)
