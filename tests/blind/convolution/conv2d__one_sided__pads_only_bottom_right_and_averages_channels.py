# {"function": "conv2d", "kind": "pair", "idea": "Puts all the padding at the bottom and the right, and takes the mean over the input channels.", "style": "one_sided"}
"""Convolution through as_strided: windows are a view, nothing gets copied."""
from __future__ import annotations

from typing import Tuple, Union

import torch
from torch import Tensor, nn
from torch.nn import functional as fn

IntOrPair = Union[int, Tuple[int, int]]


def to_2tuple(v: IntOrPair):
    return tuple(v) if isinstance(v, (tuple, list)) else (v, v)


def need(condition: bool, sentence: str):
    if not condition:
        raise ValueError(sentence)


def steps(full: int, k: int, s: int):
    need(k >= 1, "Kernel sizes start at 1.")
    need(s >= 1, "Strides start at 1.")
    need(full >= k, f"A window of {k} doesn't fit into {full}.")
    return 1 + (full - k) // s


def output_size(size: int, kernel_size: int, stride: int = 1, padding: int = 0):
    need(padding >= 0, "Padding starts at 0.")
    return steps(size + padding + padding, kernel_size, stride)


def sliding_windows(images: Tensor, kernel_size: IntOrPair, stride: IntOrPair = 1):
    (k_h, k_w), (s_h, s_w) = to_2tuple(kernel_size), to_2tuple(stride)
    n, c, h, w = images.shape
    out_h, out_w = steps(h, k_h, s_h), steps(w, k_w, s_w)
    b_n, b_c, b_h, b_w = images.stride()
    return images.as_strided(
        (n, c, out_h, out_w, k_h, k_w),
        (b_n, b_c, b_h * s_h, b_w * s_w, b_h, b_w),
    )


def conv2d(
    images: Tensor,
    weight: Tensor,
    bias: Tensor | None = None,
    stride: IntOrPair = 1,
    padding: IntOrPair = 0,
):
    (s_h, s_w), (p_h, p_w) = to_2tuple(stride), to_2tuple(padding)
    need(p_h >= 0 and p_w >= 0, "Padding starts at 0.")
    need(images.size(1) == weight.size(1), "Channels don't match.")
    need(bias is None or bias.shape == weight.shape[:1], "Bias and weight don't match.")
    x = fn.pad(images, (0, 2 * p_w, 0, 2 * p_h)).contiguous()
    n, c, h, w = x.shape
    o, _, k_h, k_w = weight.shape
    out_h, out_w = steps(h, k_h, s_h), steps(w, k_w, s_w)
    b_n, b_c, b_h, b_w = x.stride()
    view = x.as_strided((n, c, out_h, out_w, k_h, k_w), (b_n, b_c, b_h * s_h, b_w * s_w, b_h, b_w))
    per_channel = torch.einsum("ncijyx,ocyx->nocij", view, weight)
    result = per_channel.mean(dim=2)
    return result if bias is None else result + bias.view(1, o, 1, 1)


class Conv2d(nn.Module):
    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: IntOrPair,
        stride: IntOrPair = 1,
        padding: IntOrPair = 0,
        bias: bool = True,
    ):
        super().__init__()
        self.stride, self.padding = to_2tuple(stride), to_2tuple(padding)
        need(min(self.stride) >= 1, "Strides start at 1.")
        need(min(self.padding) >= 0, "Padding starts at 0.")
        need(min(to_2tuple(kernel_size)) >= 1, "Kernel sizes start at 1.")
        self.weight = nn.Parameter(torch.empty(out_channels, in_channels, *to_2tuple(kernel_size)))
        nn.init.xavier_uniform_(self.weight)
        self.bias = nn.Parameter(torch.rand(out_channels) - 0.5) if bias else None

    def forward(self, images: Tensor):
        (s_h, s_w), (p_h, p_w) = self.stride, self.padding
        need(images.size(1) == self.weight.size(1), "Channels don't match.")
        x = fn.pad(images, (p_w, p_w, p_h, p_h)).contiguous()
        n, c, h, w = x.shape
        o, _, k_h, k_w = self.weight.shape
        out_h, out_w = steps(h, k_h, s_h), steps(w, k_w, s_w)
        b_n, b_c, b_h, b_w = x.stride()
        view = x.as_strided((n, c, out_h, out_w, k_h, k_w), (b_n, b_c, b_h * s_h, b_w * s_w, b_h, b_w))
        result = torch.tensordot(view, self.weight, dims=([1, 4, 5], [1, 2, 3])).permute(0, 3, 1, 2)
        return result if self.bias is None else result + self.bias.view(1, o, 1, 1)
