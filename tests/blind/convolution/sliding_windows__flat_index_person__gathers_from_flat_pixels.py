# {"function": "sliding_windows", "kind": "right", "idea": "Computes flat pixel numbers and takes them from the flattened picture.", "style": "flat_index_person"}
# week 3, convolution
import torch
from torch import nn


def two(value):
    """5 -> (5, 5); (5, 6) stays."""
    if isinstance(value, (tuple, list)):
        return value[0], value[1]
    return value, value


def ver_hor(v):
    try:
        vertical, horizontal = v
    except TypeError:
        vertical = horizontal = v
    return vertical, horizontal


def num_positions(side, k, s, p=0):
    if k < 1 or s < 1:
        raise ValueError("kernel_size and stride must be at least 1")
    if p < 0:
        raise ValueError("padding can't be negative")
    if k > side + 2 * p:
        raise ValueError(f"a window of {k} does not fit on {side + 2 * p} pixels")
    return (side + 2 * p - k) // s + 1


def _check(height, width, k, s, p=(0, 0)):
    for side, kk, ss, pp in zip((height, width), k, s, p):
        if kk < 1:
            raise ValueError("kernel too small")
        if ss < 1:
            raise ValueError("stride too small")
        if pp < 0:
            raise ValueError("negative padding")
        if side + 2 * pp < kk:
            raise ValueError("the kernel is larger than the (padded) image")


def framed(pic, ph, pw):
    n, c, h, w = pic.shape
    out = torch.zeros((n, c, h + 2 * ph, w + 2 * pw), dtype=pic.dtype, device=pic.device)
    out[:, :, ph:ph + h, pw:pw + w] = pic
    return out


def same_channels(images, weight, bias):
    if images.shape[1] != weight.shape[1]:
        raise ValueError("the images and the kernels have different numbers of channels")
    if bias is not None and tuple(bias.shape) != (weight.shape[0],):
        raise ValueError("there must be one bias per output channel")


def output_size(size: int, kernel_size: int, stride: int = 1, padding: int = 0) -> int:
    """Count the legal starting positions."""
    if min(kernel_size, stride) < 1 or padding < 0:
        raise ValueError("kernel_size and stride start at 1, padding at 0")
    starts = range(0, size + 2 * padding - kernel_size + 1, stride)
    if len(starts) == 0:
        raise ValueError("window too big for this side")
    return len(starts)


def sliding_windows(images, kernel_size, stride=1):
    kh, kw = two(kernel_size)
    sh, sw = two(stride)
    n, c, h, w = images.shape
    ho, wo = num_positions(h, kh, sh), num_positions(w, kw, sw)
    r = lambda m: torch.arange(m, device=images.device)
    number = ((r(ho) * sh)[:, None, None, None] + r(kh)[:, None]) * w \
        + (r(wo) * sw)[:, None, None] + r(kw)
    return images.reshape(n, c, h * w).index_select(2, number.reshape(-1)).reshape(n, c, ho, wo, kh, kw)


def conv2d(images, weight, bias=None, stride=1, padding=0):
    # shift the whole picture instead of the window
    same_channels(images, weight, bias)
    s, p = ver_hor(stride), ver_hor(padding)
    n, c, h, w = images.shape
    o, _, kh, kw = weight.shape
    _check(h, w, (kh, kw), s, p)
    ho = (h + 2 * p[0] - kh) // s[0] + 1
    wo = (w + 2 * p[1] - kw) // s[1] + 1
    big = framed(images, *p)
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
        self.k, self.s, self.p = two(kernel_size), two(stride), two(padding)
        if min(self.k) < 1 or min(self.s) < 1 or min(self.p) < 0:
            raise ValueError("kernel_size and stride start at 1, padding at 0")
        bound = 1 / (in_channels * self.k[0] * self.k[1]) ** 0.5
        self.weight = nn.Parameter(torch.empty(out_channels, in_channels, *self.k).uniform_(-bound, bound))
        self.bias = nn.Parameter(torch.empty(out_channels).uniform_(-bound, bound)) if bias else None

    def forward(self, images):
        n, c, h, w = images.shape
        if c != self.weight.shape[1]:
            raise ValueError("wrong number of channels")
        _check(h, w, self.k, self.s, self.p)
        x = nn.functional.pad(images, (self.p[1], self.p[1], self.p[0], self.p[0]))
        x = x.unfold(2, self.k[0], self.s[0]).unfold(3, self.k[1], self.s[1])
        y = torch.einsum("nchwyx,ocyx->nohw", x, self.weight)
        if self.bias is not None:
            y = y + self.bias.view(-1, 1, 1)
        return y
