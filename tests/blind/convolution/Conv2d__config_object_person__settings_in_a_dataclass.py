# {"function": "Conv2d", "kind": "right", "idea": "Keeps the settings in a dataclass and registers parameters in a loop.", "style": "config_object_person"}
"""my conv layer"""
import torch
from torch import nn

Pair = int | tuple[int, int]


def both_ways(v):
    try:
        vertical, horizontal = v
    except TypeError:
        vertical = horizontal = v
    return vertical, horizontal


def expand_pair(x: Pair) -> tuple[int, int]:
    return tuple(x) if hasattr(x, "__len__") else (x,) * 2


dup = lambda v: v if isinstance(v, tuple) else (v, v)


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


def check_channels(images, weight, bias):
    if images.shape[1] != weight.shape[1]:
        raise ValueError("the images and the kernels have different numbers of channels")
    if bias is not None and tuple(bias.shape) != (weight.shape[0],):
        raise ValueError("there must be one bias per output channel")


def output_size(size, kernel_size, stride=1, padding=0):
    ok = kernel_size >= 1 and stride >= 1 and padding >= 0 and size + 2*padding >= kernel_size
    if not ok: raise ValueError("impossible sizes")
    return 1 + (size + 2*padding - kernel_size) // stride


def sliding_windows(images: torch.Tensor, kernel_size: Pair, stride: Pair = 1) -> torch.Tensor:
    """A view; nothing is copied."""
    (k_h, k_w), (s_h, s_w) = expand_pair(kernel_size), expand_pair(stride)
    n, c, h, w = images.shape
    _check(h, w, (k_h, k_w), (s_h, s_w))
    n_st, c_st, h_st, w_st = images.stride()
    return images.as_strided(
        (n, c, (h - k_h) // s_h + 1, (w - k_w) // s_w + 1, k_h, k_w),
        (n_st, c_st, h_st * s_h, w_st * s_w, h_st, w_st),
    )


def conv2d(images, weight, bias=None, stride=1, padding=0):
    (sh, sw), (ph, pw), (kh, kw) = dup(stride), dup(padding), tuple(weight.shape[2:])
    check_channels(images, weight, bias)
    _check(images.shape[2], images.shape[3], (kh, kw), (sh, sw), (ph, pw))
    x = torch.nn.functional.pad(images, [pw, pw, ph, ph])
    y = torch.tensordot(x.unfold(2, kh, sh).unfold(3, kw, sw), weight, dims=([1, 4, 5], [1, 2, 3]))
    y = y.movedim(-1, 1)
    return y if bias is None else y + bias[None, :, None, None]


from dataclasses import dataclass


@dataclass(frozen=True)
class _Settings:
    stride: tuple
    padding: tuple


class Conv2d(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        kernel = both_ways(kernel_size)
        self.settings = _Settings(both_ways(stride), both_ways(padding))
        if min(kernel) < 1 or min(self.settings.stride) < 1 or min(self.settings.padding) < 0:
            raise ValueError("kernel and stride need at least 1, padding at least 0")
        shapes = {"weight": (out_channels, in_channels, *kernel), "bias": (out_channels,) if bias else None}
        for name, shape in shapes.items():
            self.register_parameter(name, None if shape is None else nn.Parameter(torch.randn(shape).mul(0.1)))

    def forward(self, images):
        return conv2d(images, self.weight, self.bias, self.settings.stride, self.settings.padding)
