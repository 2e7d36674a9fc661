# {"function": "output_size", "kind": "single", "idea": "Takes len(range(0, size - kernel, stride)) and forgets that range leaves out its end.", "style": "python_range"}
"""convolution: my own version, by hand."""

import torch
from torch import nn


def both_ways(v):
    match v:
        case int():
            return [v, v]
        case (a, b):
            return [a, b]
    raise ValueError(f"expected a number or a pair, got {v!r}")


def _count(size, kernel_size, stride=1, padding=0):
    if min(kernel_size, stride) < 1 or padding < 0:
        raise ValueError("illegal window")
    n, end = 0, kernel_size
    while end <= size + 2 * padding:
        n += 1
        end += stride
    if not n:
        raise ValueError("window does not fit into the image")
    return n


def output_size(size, kernel_size, stride=1, padding=0):
    if kernel_size < 1 or stride < 1 or padding < 0:
        raise ValueError("kernel_size, stride >= 1 and padding >= 0 please")
    last_start = size + 2 * padding - kernel_size
    if last_start < 0:
        raise ValueError("not one window fits")
    return len(range(0, last_start, stride))


def sliding_windows(images, kernel_size, stride=1):
    kh, kw = both_ways(kernel_size)
    sh, sw = both_ways(stride)
    n, c, h, w = images.shape
    shape = (n, c, _count(h, kh, sh), _count(w, kw, sw), kh, kw)
    a, b, y, x = images.stride()
    return images.as_strided(shape, (a, b, y * sh, x * sw, y, x))


def conv2d(images, weight, bias=None, stride=1, padding=0):
    if images.shape[1] != weight.shape[1]:
        raise ValueError("images and weight have different numbers of channels")
    if bias is not None and tuple(bias.shape) != (weight.shape[0],):
        raise ValueError("bias needs one number per output channel")
    sh, sw = both_ways(stride)
    ph, pw = both_ways(padding)
    n, c, h, w = images.shape
    o, _, kh, kw = weight.shape
    ho, wo = _count(h, kh, sh, ph), _count(w, kw, sw, pw)
    big = images.new_zeros(n, c, h + 2 * ph, w + 2 * pw)
    big[:, :, ph : ph + h, pw : pw + w] = images
    total = images.new_zeros(n, o, ho, wo)
    for i in range(kh):
        for j in range(kw):
            piece = big[:, :, i : i + (ho - 1) * sh + 1 : sh, j : j + (wo - 1) * sw + 1 : sw]
            total = total + torch.einsum("nchw,oc->nohw", piece, weight[:, :, i, j])
    if bias is not None:
        total = total + bias[None, :, None, None]
    return total


class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        kh, kw = both_ways(kernel_size)
        if kh < 1 or kw < 1:
            raise ValueError("kernel_size must be at least 1")
        bound = (in_channels * kh * kw) ** -0.5
        self.weight = nn.Parameter(torch.empty(out_channels, in_channels, kh, kw).uniform_(-bound, bound))
        if bias:
            self.bias = nn.Parameter(torch.empty(out_channels).uniform_(-bound, bound))
        else:
            self.register_parameter("bias", None)
        self.stride = stride
        self.padding = padding

    def forward(self, images):
        return conv2d(images, self.weight, self.bias, self.stride, self.padding)
