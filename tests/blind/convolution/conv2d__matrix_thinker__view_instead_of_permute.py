# {"function": "conv2d", "kind": "single", "idea": "Views the product (N, places, O) as (N, O, H_out, W_out) instead of moving the axis.", "style": "matrix_thinker"}
# Aufgabe 3
import torch
from torch import nn

Pair = int | tuple[int, int]


def split_pair(value):
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


def expand_pair(x: Pair) -> tuple[int, int]:
    return tuple(x) if hasattr(x, "__len__") else (x,) * 2


def steps_along(side, k, s, p=0):
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
    kh, kw = both_ways(kernel_size)
    sh, sw = both_ways(stride)
    ho = steps_along(images.size(2), kh, sh)
    wo = steps_along(images.size(3), kw, sw)
    ys = torch.arange(ho)[:, None] * sh + torch.arange(kh)[None, :]      # (ho, kh)
    xs = torch.arange(wo)[:, None] * sw + torch.arange(kw)[None, :]      # (wo, kw)
    return images[:, :, ys[:, None, :, None], xs[None, :, None, :]]


def conv2d(images, weight, bias=None, stride=1, padding=0):
    """One big matrix multiplication."""
    check_channels(images, weight, bias)
    st, pd = expand_pair(stride), expand_pair(padding)
    O, C, kh, kw = weight.shape
    oh = steps_along(images.shape[2], kh, st[0], pd[0])
    ow = steps_along(images.shape[3], kw, st[1], pd[1])
    x = nn.functional.pad(images, (pd[1], pd[1], pd[0], pd[0]))
    x = x.unfold(2, kh, st[0]).unfold(3, kw, st[1]).permute(0, 2, 3, 1, 4, 5)
    A = x.reshape(len(images), oh * ow, C * kh * kw)
    Y = A @ weight.reshape(O, C * kh * kw).T           # (N, oh*ow, O)
    if bias is not None:
        Y = Y + bias
    return Y.reshape(len(images), O, oh, ow)


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
