# {"function": "sliding_windows", "kind": "single", "idea": "as_strided with strides worked out from the shape, so a non-contiguous picture is read wrongly.", "style": "numpy_strides_hacker"}
"""Convolution by hand."""
import torch
from torch import nn


def as_two(value):
    """5 -> (5, 5); (5, 6) stays."""
    if isinstance(value, (tuple, list)):
        return value[0], value[1]
    return value, value


def unpack2(v):
    try:
        vertical, horizontal = v
    except TypeError:
        vertical = horizontal = v
    return vertical, horizontal


def paar(wert):
    if type(wert) is int:
        return [wert, wert]
    return list(wert)


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


def with_margin(pic, ph, pw):
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
    kh, kw = paar(kernel_size)
    sh, sw = paar(stride)
    N, C, H, W = images.shape
    Ho, Wo = output_size(H, kh, sh), output_size(W, kw, sw)
    sN, sC, sH, sW = C * H * W, H * W, W, 1
    return torch.as_strided(images, (N, C, Ho, Wo, kh, kw), (sN, sC, sH * sh, sW * sw, sH, sW))


def conv2d(images, weight, bias=None, stride=1, padding=0):
    # shift the whole picture instead of the window
    validate_channels(images, weight, bias)
    s, p = unpack2(stride), unpack2(padding)
    n, c, h, w = images.shape
    o, _, kh, kw = weight.shape
    validate(h, w, (kh, kw), s, p)
    ho = (h + 2 * p[0] - kh) // s[0] + 1
    wo = (w + 2 * p[1] - kw) // s[1] + 1
    big = with_margin(images, *p)
    total = 0
    for dy in range(kh):
        for dx in range(kw):
            part = big[:, :, dy:dy + (ho - 1) * s[0] + 1:s[0], dx:dx + (wo - 1) * s[1] + 1:s[1]]
            total = total + torch.einsum("nchw,oc->nohw", part, weight[:, :, dy, dx])
    if bias is not None:
        total = total + bias.reshape(1, -1, 1, 1)
    return total


class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        self.k, self.s, self.p = as_two(kernel_size), as_two(stride), as_two(padding)
        if min(self.k) < 1 or min(self.s) < 1 or min(self.p) < 0:
            raise ValueError("kernel_size and stride start at 1, padding at 0")
        bound = 1 / (in_channels * self.k[0] * self.k[1]) ** 0.5
        self.weight = nn.Parameter(torch.empty(out_channels, in_channels, *self.k).uniform_(-bound, bound))
        self.bias = nn.Parameter(torch.empty(out_channels).uniform_(-bound, bound)) if bias else None

    def forward(self, images):
        n, c, h, w = images.shape
        if c != self.weight.shape[1]:
            raise ValueError("wrong number of channels")
        validate(h, w, self.k, self.s, self.p)
        x = nn.functional.pad(images, (self.p[1], self.p[1], self.p[0], self.p[0]))
        x = x.unfold(2, self.k[0], self.s[0]).unfold(3, self.k[1], self.s[1])
        y = torch.einsum("nchwyx,ocyx->nohw", x, self.weight)
        if self.bias is not None:
            y = y + self.bias.view(-1, 1, 1)
        return y
