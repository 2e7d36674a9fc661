# {"function": "conv2d", "kind": "right", "idea": "Splits the kernel recursively into halves until single pixels are left, which are plain channel mixes.", "style": "recursion_over_kernel_rows"}
"""Task: convolution."""

import torch
import torch.nn.functional as F
from torch import nn


def both_ways(v):
    match v:
        case int():
            return [v, v]
        case (a, b):
            return [a, b]
    raise ValueError(f"expected a number or a pair, got {v!r}")


def output_size(size, kernel_size, stride=1, padding=0):
    if min(kernel_size, stride) < 1 or padding < 0:
        raise ValueError("illegal window")
    n, end = 0, kernel_size
    while end <= size + 2 * padding:
        n += 1
        end += stride
    if not n:
        raise ValueError("window does not fit into the image")
    return n


def sliding_windows(images, kernel_size, stride=1):
    kh, kw = both_ways(kernel_size)
    sh, sw = both_ways(stride)
    n, c, h, w = images.shape
    shape = (n, c, output_size(h, kh, sh), output_size(w, kw, sw), kh, kw)
    a, b, y, x = images.stride()
    return images.as_strided(shape, (a, b, y * sh, x * sw, y, x))


def _respond(x, kernel, steps, out):
    kh, kw = kernel.shape[2:]
    if kh > 1:
        half = kh // 2
        return _respond(x, kernel[:, :, :half], steps, out) + _respond(x[:, :, half:], kernel[:, :, half:], steps, out)
    if kw > 1:
        half = kw // 2
        return _respond(x, kernel[..., :half], steps, out) + _respond(x[..., half:], kernel[..., half:], steps, out)
    seen = x[:, :, :: steps[0], :: steps[1]][:, :, : out[0], : out[1]]
    return (kernel[:, :, 0, 0] @ seen.flatten(2)).unflatten(2, out)


def conv2d(images, weight, bias=None, stride=1, padding=0):
    if images.shape[1] != weight.shape[1]:
        raise ValueError("images and weight have different numbers of channels")
    if bias is not None and tuple(bias.shape) != (weight.shape[0],):
        raise ValueError("bias needs one number per output channel")
    steps = tuple(both_ways(stride))
    ph, pw = both_ways(padding)
    out = (
        output_size(images.shape[2], weight.shape[2], steps[0], ph),
        output_size(images.shape[3], weight.shape[3], steps[1], pw),
    )
    result = _respond(F.pad(images, (pw, pw, ph, ph)), weight, steps, out)
    return result if bias is None else result + bias[:, None, None]


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
