# {"function": "sliding_windows", "kind": "pair", "idea": "The windows start at i and j instead of i and j times the stride. And a kernel larger than the picture is cut to the picture instead of refused.", "style": "index_table_maker"}
"""my conv layer"""
import torch
from torch import nn


def as_two(value):
    """5 -> (5, 5); (5, 6) stays."""
    if isinstance(value, (tuple, list)):
        return value[0], value[1]
    return value, value


def both_ways(v):
    try:
        vertical, horizontal = v
    except TypeError:
        vertical = horizontal = v
    return vertical, horizontal


pr = lambda v: v if isinstance(v, tuple) else (v, v)


def num_positions(side, k, s, p=0):
    if k < 1 or s < 1:
        raise ValueError("kernel_size and stride must be at least 1")
    if p < 0:
        raise ValueError("padding can't be negative")
    if k > side + 2 * p:
        raise ValueError(f"a window of {k} does not fit on {side + 2 * p} pixels")
    return (side + 2 * p - k) // s + 1


def validate(height, width, k, s, p=(0, 0)):
    for side, kk, ss, pp in zip((height, width), k, s, p):
        if kk < 1:
            raise ValueError("kernel too small")
        if ss < 1:
            raise ValueError("stride too small")
        if pp < 0:
            raise ValueError("negative padding")
        if side + 2 * pp < kk:
            raise ValueError("the kernel is larger than the (padded) image")


def zero_border(pic, ph, pw):
    n, c, h, w = pic.shape
    out = torch.zeros((n, c, h + 2 * ph, w + 2 * pw), dtype=pic.dtype, device=pic.device)
    out[:, :, ph:ph + h, pw:pw + w] = pic
    return out


def check_channels(images, weight, bias):
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
    kh, kw = as_two(kernel_size)
    sh, sw = as_two(stride)
    n, c, h, w = images.shape
    if kh < 1 or kw < 1 or sh < 1 or sw < 1:
        raise ValueError("at least 1, please")
    kh, kw = min(kh, h), min(kw, w)
    ho, wo = (h - kh) // sh + 1, (w - kw) // sw + 1
    row_table = torch.arange(ho).view(-1, 1) + torch.arange(kh)
    column_table = torch.arange(wo).view(-1, 1) + torch.arange(kw)
    picked = images[:, :, row_table]             # n c ho kh w
    picked = picked[..., column_table]           # n c ho kh wo kw
    return picked.transpose(3, 4)


def conv2d(images, weight, bias=None, stride=1, padding=0):
    # shift the whole picture instead of the window
    check_channels(images, weight, bias)
    s, p = both_ways(stride), both_ways(padding)
    n, c, h, w = images.shape
    o, _, kh, kw = weight.shape
    validate(h, w, (kh, kw), s, p)
    ho = (h + 2 * p[0] - kh) // s[0] + 1
    wo = (w + 2 * p[1] - kw) // s[1] + 1
    big = zero_border(images, *p)
    total = 0
    for dy in range(kh):
        for dx in range(kw):
            part = big[:, :, dy:dy + (ho - 1) * s[0] + 1:s[0], dx:dx + (wo - 1) * s[1] + 1:s[1]]
            total = total + torch.einsum("nchw,oc->nohw", part, weight[:, :, dy, dx])
    if bias is not None:
        total = total + bias.reshape(1, -1, 1, 1)
    return total


class Conv2d(torch.nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        torch.nn.Module.__init__(self)
        kernel_size, stride, padding = pr(kernel_size), pr(stride), pr(padding)
        for small, values in ((1, kernel_size), (1, stride), (0, padding)):
            if any(v < small for v in values):
                raise ValueError(f"a value in {values} is below {small}")
        self.settings = kernel_size + stride + padding
        self.register_parameter("weight", torch.nn.Parameter(torch.randn(out_channels, in_channels, *kernel_size) / 8))
        self.register_parameter("bias", torch.nn.Parameter(torch.randn(out_channels) / 8) if bias else None)

    def forward(self, images):
        kh, kw, sh, sw, ph, pw = self.settings
        ho = num_positions(images.shape[2], kh, sh, ph)
        wo = num_positions(images.shape[3], kw, sw, pw)
        if images.shape[1] != self.weight.shape[1]:
            raise ValueError("this layer was made for other channels")
        x = zero_border(images, ph, pw)
        rows = []
        for i in range(ho):
            for j in range(wo):
                patch = x[:, :, i * sh:i * sh + kh, j * sw:j * sw + kw]
                rows.append(torch.tensordot(patch, self.weight, dims=([1, 2, 3], [1, 2, 3])))
        y = torch.stack(rows, -1).reshape(images.shape[0], -1, ho, wo)
        if self.bias is not None:
            y = y + self.bias.reshape(1, -1, 1, 1)
        return y
