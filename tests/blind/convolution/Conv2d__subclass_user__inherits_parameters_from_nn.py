# {"function": "Conv2d", "kind": "right", "idea": "Inherits the parameters of nn.Conv2d and writes its own forward.", "style": "subclass_user"}
# Aufgabe 3
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


dup = lambda v: v if isinstance(v, tuple) else (v, v)


def _places(side, k, s, p=0):
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


def with_margin(pic, ph, pw):
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
    if kernel_size < 1:
        raise ValueError("kernel_size must be at least 1")
    if stride < 1:
        raise ValueError("stride must be at least 1")
    if padding < 0:
        raise ValueError("padding must not be negative")
    room = size + 2 * padding - kernel_size
    if room < 0:
        raise ValueError("not even one window fits")
    return room // stride + 1


def sliding_windows(images, kernel_size, stride=1):
    kh, kw = dup(kernel_size); sh, sw = dup(stride)
    ho, wo = _places(images.shape[2], kh, sh), _places(images.shape[3], kw, sw)
    return torch.stack([torch.stack([images.narrow(2, i*sh, kh).narrow(3, j*sw, kw)
                                     for j in range(wo)], 2) for i in range(ho)], 2)


def conv2d(images, weight, bias=None, stride=1, padding=0):
    # shift the whole picture instead of the window
    check_channels(images, weight, bias)
    s, p = both_ways(stride), both_ways(padding)
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


class Conv2d(nn.Conv2d):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        for values, least in ((kernel_size, 1), (stride, 1), (padding, 0)):
            if min(as_two(values)) < least:
                raise ValueError(f"{values} is below {least}")
        super().__init__(in_channels, out_channels, kernel_size, stride=stride, padding=padding, bias=bias)

    def forward(self, images):
        return conv2d(images, self.weight, self.bias, stride=self.stride, padding=self.padding)
