# {"function": "conv2d", "kind": "single", "idea": "Gives F.pad the vertical padding first; it wants the last axis first, so height and width are mixed up.", "style": "functional_pad_user"}
# week 3, convolution
import torch
from torch import nn


def both_ways(v):
    try:
        vertical, horizontal = v
    except TypeError:
        vertical = horizontal = v
    return vertical, horizontal


dup = lambda v: v if isinstance(v, tuple) else (v, v)


def _places(side, k, s, p=0):
    if k < 1 or s < 1:
        raise ValueError("kernel_size and stride must be at least 1")
    if p < 0:
        raise ValueError("padding can't be negative")
    if k > side + 2 * p:
        raise ValueError(f"a window of {k} does not fit on {side + 2 * p} pixels")
    return (side + 2 * p - k) // s + 1


def _pad(pic, ph, pw):
    n, c, h, w = pic.shape
    out = torch.zeros((n, c, h + 2 * ph, w + 2 * pw), dtype=pic.dtype, device=pic.device)
    out[:, :, ph:ph + h, pw:pw + w] = pic
    return out


def validate_channels(images, weight, bias):
    if images.shape[1] != weight.shape[1]:
        raise ValueError("the images and the kernels have different numbers of channels")
    if bias is not None and tuple(bias.shape) != (weight.shape[0],):
        raise ValueError("there must be one bias per output channel")


def output_size(size, kernel_size, stride=1, padding=0):
    if kernel_size <= 0 or stride <= 0 or padding <= -1:
        raise ValueError('bad numbers: %r %r %r' % (kernel_size, stride, padding))
    size += padding + padding
    n, end = 0, kernel_size
    while end <= size:
        n += 1
        end += stride
    if n == 0:
        raise ValueError('no window fits')
    return n


def sliding_windows(images, kernel_size, stride=1):
    kh, kw = both_ways(kernel_size)
    sh, sw = both_ways(stride)
    ho = _places(images.size(2), kh, sh)
    wo = _places(images.size(3), kw, sw)
    ys = torch.arange(ho)[:, None] * sh + torch.arange(kh)[None, :]      # (ho, kh)
    xs = torch.arange(wo)[:, None] * sw + torch.arange(kw)[None, :]      # (wo, kw)
    return images[:, :, ys[:, None, :, None], xs[None, :, None, :]]


import torch.nn.functional as F


def conv2d(images, weight, bias=None, stride=1, padding=0):
    validate_channels(images, weight, bias)
    (ph, pw), (sh, sw) = both_ways(padding), both_ways(stride)
    if ph < 0 or pw < 0:
        raise ValueError("padding below zero")
    x = F.pad(images, (ph, ph, pw, pw))
    kh, kw = weight.shape[-2:]
    if kh < 1 or kw < 1 or sh < 1 or sw < 1 or kh > x.shape[2] or kw > x.shape[3]:
        raise ValueError("kernel or stride does not suit the padded picture")
    x = x.unfold(2, kh, sh).unfold(3, kw, sw)
    y = torch.tensordot(x, weight, dims=([1, 4, 5], [1, 2, 3])).permute(0, 3, 1, 2)
    if bias is not None:
        y = y + bias.view(1, -1, 1, 1)
    return y


class Conv2d(torch.nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        torch.nn.Module.__init__(self)
        kernel_size, stride, padding = dup(kernel_size), dup(stride), dup(padding)
        for small, values in ((1, kernel_size), (1, stride), (0, padding)):
            if any(v < small for v in values):
                raise ValueError(f"a value in {values} is below {small}")
        self.settings = kernel_size + stride + padding
        self.register_parameter("weight", torch.nn.Parameter(torch.randn(out_channels, in_channels, *kernel_size) / 8))
        self.register_parameter("bias", torch.nn.Parameter(torch.randn(out_channels) / 8) if bias else None)

    def forward(self, images):
        kh, kw, sh, sw, ph, pw = self.settings
        ho = _places(images.shape[2], kh, sh, ph)
        wo = _places(images.shape[3], kw, sw, pw)
        if images.shape[1] != self.weight.shape[1]:
            raise ValueError("this layer was made for other channels")
        x = _pad(images, ph, pw)
        rows = []
        for i in range(ho):
            for j in range(wo):
                patch = x[:, :, i * sh:i * sh + kh, j * sw:j * sw + kw]
                rows.append(torch.tensordot(patch, self.weight, dims=([1, 2, 3], [1, 2, 3])))
        y = torch.stack(rows, -1).reshape(images.shape[0], -1, ho, wo)
        if self.bias is not None:
            y = y + self.bias.reshape(1, -1, 1, 1)
        return y
