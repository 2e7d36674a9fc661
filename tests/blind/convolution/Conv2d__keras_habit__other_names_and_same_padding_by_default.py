# {"function": "Conv2d", "kind": "pair", "idea": "Two mistakes: the parameters are called kernel and biases instead of weight and bias; and padding 0 is replaced by half the kernel, to keep the size.", "style": "keras_habit"}
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
    y = images.new_zeros(N, O, Ho, Wo)
    for u in range(kh):
        for v in range(kw):
            patch = x[:, :, u : u + (Ho - 1) * sh + 1 : sh, v : v + (Wo - 1) * sw + 1 : sw]
            y = y + torch.einsum("nchw,oc->nohw", patch, weight[:, :, u, v])
    if bias is not None:
        y = y + bias.view(1, O, 1, 1)
    return y


class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        kh, kw = as_tuple(kernel_size)
        if kh < 1 or kw < 1:
            raise ValueError("kernel_size must be positive")
        self.stride = stride
        self.padding = padding or (kh // 2, kw // 2)
        self.kernel = nn.Parameter(torch.empty(out_channels, in_channels, kh, kw))
        nn.init.xavier_uniform_(self.kernel)
        self.biases = nn.Parameter(torch.randn(out_channels) * 0.01) if bias else None

    def forward(self, images):
        return conv2d(images, self.kernel, self.biases, self.stride, self.padding)
