# {"function": "output_size", "kind": "right", "idea": "Builds the set of starting pixels and counts it.", "style": "counter_of_events"}
import torch
from torch import nn


def as_pair(x):
    return (x, x) if isinstance(x, int) else tuple(x)


def ver_hor(v):
    try:
        vertical, horizontal = v
    except TypeError:
        vertical = horizontal = v
    return vertical, horizontal


def _fit(side, k, s, p=0):
    if k < 1 or s < 1:
        raise ValueError("kernel_size and stride must be at least 1")
    if p < 0:
        raise ValueError("padding can't be negative")
    if k > side + 2 * p:
        raise ValueError(f"a window of {k} does not fit on {side + 2 * p} pixels")
    return (side + 2 * p - k) // s + 1


def _check_channels(images, weight, bias):
    if images.shape[1] != weight.shape[1]:
        raise ValueError("the images and the kernels have different numbers of channels")
    if bias is not None and tuple(bias.shape) != (weight.shape[0],):
        raise ValueError("there must be one bias per output channel")


def output_size(size, kernel_size, stride=1, padding=0):
    if kernel_size < 1 or stride < 1 or padding < 0:
        raise ValueError("below the least value")
    first, last = -padding, size + padding - kernel_size
    starts = {s for s in range(first, last + 1) if (s - first) % stride == 0}
    if not starts:
        raise ValueError("no place for a window")
    return sum(1 for _ in starts)


def sliding_windows(images, kernel_size, stride=1):
    kh, kw = ver_hor(kernel_size)
    sh, sw = ver_hor(stride)
    ho = _fit(images.size(2), kh, sh)
    wo = _fit(images.size(3), kw, sw)
    ys = torch.arange(ho)[:, None] * sh + torch.arange(kh)[None, :]      # (ho, kh)
    xs = torch.arange(wo)[:, None] * sw + torch.arange(kw)[None, :]      # (wo, kw)
    return images[:, :, ys[:, None, :, None], xs[None, :, None, :]]


def conv2d(images, weight, bias=None, stride=1, padding=0):
    _check_channels(images, weight, bias)
    ph, pw = as_pair(padding)
    sh, sw = as_pair(stride)
    kh, kw = weight.shape[2:]
    _fit(images.shape[2], kh, sh, ph)
    _fit(images.shape[3], kw, sw, pw)
    x = nn.functional.pad(images, (pw, pw, ph, ph))
    win = x.unfold(2, kh, sh).unfold(3, kw, sw)
    out = torch.einsum("nchwij,ocij->nohw", win, weight)
    if bias is not None:
        out = out + bias[:, None, None]
    return out


class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        kh, kw = as_pair(kernel_size)
        if kh < 1 or kw < 1:
            raise ValueError("kernel_size must be at least 1")
        self.stride = stride
        self.padding = padding
        self.weight = nn.Parameter(torch.empty(out_channels, in_channels, kh, kw))
        nn.init.kaiming_uniform_(self.weight, a=5 ** 0.5)
        if bias:
            self.bias = nn.Parameter(torch.rand(out_channels) * 0.2 - 0.1)
        else:
            self.register_parameter("bias", None)

    def forward(self, images):
        return conv2d(images, self.weight, self.bias, self.stride, self.padding)
