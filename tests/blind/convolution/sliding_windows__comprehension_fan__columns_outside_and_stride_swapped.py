# {"function": "sliding_windows", "kind": "pair", "idea": "Collects column by column, so the places come out as (W_out, H_out). And reads the stride pair as (horizontal, vertical).", "style": "comprehension_fan"}
# week 3, convolution
import torch
from torch import nn


def vh(value):
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


def check_args(height, width, k, s, p=(0, 0)):
    for side, kk, ss, pp in zip((height, width), k, s, p):
        if kk < 1:
            raise ValueError("kernel too small")
        if ss < 1:
            raise ValueError("stride too small")
        if pp < 0:
            raise ValueError("negative padding")
        if side + 2 * pp < kk:
            raise ValueError("the kernel is larger than the (padded) image")


def _check_channels(images, weight, bias):
    if images.shape[1] != weight.shape[1]:
        raise ValueError("the images and the kernels have different numbers of channels")
    if bias is not None and tuple(bias.shape) != (weight.shape[0],):
        raise ValueError("there must be one bias per output channel")


def output_size(size, kernel_size, stride=1, padding=0):
    ok = kernel_size >= 1 and stride >= 1 and padding >= 0 and size + 2*padding >= kernel_size
    if not ok: raise ValueError("impossible sizes")
    return 1 + (size + 2*padding - kernel_size) // stride


def sliding_windows(images, kernel_size, stride=1):
    kh, kw = pr(kernel_size)
    sw, sh = pr(stride)
    ho, wo = _fit(images.shape[2], kh, sh), _fit(images.shape[3], kw, sw)
    patch = lambda i, j: images[:, :, i*sh : i*sh + kh, j*sw : j*sw + kw]
    return torch.stack([torch.stack([patch(i, j) for i in range(ho)], 2) for j in range(wo)], 2)


def conv2d(images, weight, bias=None, stride=1, padding=0):
    (sh, sw), (ph, pw), (kh, kw) = pr(stride), pr(padding), tuple(weight.shape[2:])
    _check_channels(images, weight, bias)
    check_args(images.shape[2], images.shape[3], (kh, kw), (sh, sw), (ph, pw))
    x = torch.nn.functional.pad(images, [pw, pw, ph, ph])
    y = torch.tensordot(x.unfold(2, kh, sh).unfold(3, kw, sw), weight, dims=([1, 4, 5], [1, 2, 3]))
    y = y.movedim(-1, 1)
    return y if bias is None else y + bias[None, :, None, None]


class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        self.k, self.s, self.p = vh(kernel_size), vh(stride), vh(padding)
        if min(self.k) < 1 or min(self.s) < 1 or min(self.p) < 0:
            raise ValueError("kernel_size and stride start at 1, padding at 0")
        bound = 1 / (in_channels * self.k[0] * self.k[1]) ** 0.5
        self.weight = nn.Parameter(torch.empty(out_channels, in_channels, *self.k).uniform_(-bound, bound))
        self.bias = nn.Parameter(torch.empty(out_channels).uniform_(-bound, bound)) if bias else None

    def forward(self, images):
        n, c, h, w = images.shape
        if c != self.weight.shape[1]:
            raise ValueError("wrong number of channels")
        check_args(h, w, self.k, self.s, self.p)
        x = nn.functional.pad(images, (self.p[1], self.p[1], self.p[0], self.p[0]))
        x = x.unfold(2, self.k[0], self.s[0]).unfold(3, self.k[1], self.s[1])
        y = torch.einsum("nchwyx,ocyx->nohw", x, self.weight)
        if self.bias is not None:
            y = y + self.bias.view(-1, 1, 1)
        return y
