# {"function": "output_size", "kind": "single", "idea": "Checks whether the kernel fits before the padding is added, so a kernel that only fits on the padded side is refused.", "style": "guard_first"}
import math

import torch
import torch.nn as nn


def as_tuple(v):
    return tuple(v) if hasattr(v, "__len__") else (v, v)


def output_size(size, kernel_size, stride=1, padding=0):
    if kernel_size > size:
        raise ValueError("the kernel must not be larger than the input")
    if kernel_size < 1 or stride < 1 or padding < 0:
        raise ValueError("wrong value")
    return (size + 2 * padding - kernel_size) // stride + 1


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
        self.stride, self.padding = stride, padding
        self.weight = nn.Parameter(torch.empty(out_channels, in_channels, kh, kw))
        nn.init.kaiming_uniform_(self.weight, a=math.sqrt(5))
        self.bias = None
        if bias:
            self.bias = nn.Parameter(torch.empty(out_channels))
            nn.init.uniform_(self.bias, -0.1, 0.1)

    def forward(self, images):
        return conv2d(images, self.weight, self.bias, self.stride, self.padding)
