# {"function": "conv2d", "kind": "single", "idea": "Takes bias[c], the index left over from the channel loop, instead of bias[o]: an error or a wrong bias.", "style": "short_names"}
"""Convolution by hand."""
import torch
from torch import nn


def split_pair(value):
    """5 -> (5, 5); (5, 6) stays."""
    if isinstance(value, (tuple, list)):
        return value[0], value[1]
    return value, value


pr = lambda v: v if isinstance(v, tuple) else (v, v)


def _fit(side, k, s, p=0):
    if k < 1 or s < 1:
        raise ValueError("kernel_size and stride must be at least 1")
    if p < 0:
        raise ValueError("padding can't be negative")
    if k > side + 2 * p:
        raise ValueError(f"a window of {k} does not fit on {side + 2 * p} pixels")
    return (side + 2 * p - k) // s + 1


def sanity_check(height, width, k, s, p=(0, 0)):
    for side, kk, ss, pp in zip((height, width), k, s, p):
        if kk < 1:
            raise ValueError("kernel too small")
        if ss < 1:
            raise ValueError("stride too small")
        if pp < 0:
            raise ValueError("negative padding")
        if side + 2 * pp < kk:
            raise ValueError("the kernel is larger than the (padded) image")


def _pad(pic, ph, pw):
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
    # number of steps you can take + the window you start with
    for name, value, least in (("kernel_size", kernel_size, 1), ("stride", stride, 1), ("padding", padding, 0)):
        if value < least:
            raise ValueError(f"{name} must be >= {least}, got {value}")
    padded = size + 2 * padding
    if padded < kernel_size:
        raise ValueError(f"kernel {kernel_size} > padded side {padded}")
    steps, _left_over = divmod(padded - kernel_size, stride)
    return steps + 1


def sliding_windows(images, kernel_size, stride=1):
    kh, kw = pr(kernel_size); sh, sw = pr(stride)
    ho, wo = _fit(images.shape[2], kh, sh), _fit(images.shape[3], kw, sw)
    return torch.stack([torch.stack([images.narrow(2, i*sh, kh).narrow(3, j*sw, kw)
                                     for j in range(wo)], 2) for i in range(ho)], 2)


def conv2d(images, weight, bias=None, stride=1, padding=0):
    check_channels(images, weight, bias)
    (a, b), (p, q) = pr(stride), pr(padding)
    O, C, k, l = weight.shape
    h = _fit(images.shape[2], k, a, p); w = _fit(images.shape[3], l, b, q)
    X = _pad(images, p, q)
    R = []
    for o in range(O):
        r = torch.zeros_like(X[:, 0, :h, :w])
        for c in range(C):
            for i in range(k):
                for j in range(l):
                    r = r + weight[o, c, i, j] * X[:, c, i:i+a*(h-1)+1:a, j:j+b*(w-1)+1:b]
        if bias is not None: r = r + bias[c]
        R.append(r)
    return torch.stack(R, dim=1)


class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        self.k, self.s, self.p = split_pair(kernel_size), split_pair(stride), split_pair(padding)
        if min(self.k) < 1 or min(self.s) < 1 or min(self.p) < 0:
            raise ValueError("kernel_size and stride start at 1, padding at 0")
        bound = 1 / (in_channels * self.k[0] * self.k[1]) ** 0.5
        self.weight = nn.Parameter(torch.empty(out_channels, in_channels, *self.k).uniform_(-bound, bound))
        self.bias = nn.Parameter(torch.empty(out_channels).uniform_(-bound, bound)) if bias else None

    def forward(self, images):
        n, c, h, w = images.shape
        if c != self.weight.shape[1]:
            raise ValueError("wrong number of channels")
        sanity_check(h, w, self.k, self.s, self.p)
        x = nn.functional.pad(images, (self.p[1], self.p[1], self.p[0], self.p[0]))
        x = x.unfold(2, self.k[0], self.s[0]).unfold(3, self.k[1], self.s[1])
        y = torch.einsum("nchwyx,ocyx->nohw", x, self.weight)
        if self.bias is not None:
            y = y + self.bias.view(-1, 1, 1)
        return y
