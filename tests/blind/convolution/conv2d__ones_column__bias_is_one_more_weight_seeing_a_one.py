# {"function": "conv2d", "kind": "right", "idea": "Right: appends a column of ones to the windows, so the bias is one more weight of a single matrix product.", "style": "ones_column"}
"""Convolution through as_strided: windows are a view, nothing gets copied."""
from __future__ import annotations

from typing import Tuple, Union

import torch
from torch import Tensor, nn
from torch.nn import functional as fn

IntOrPair = Union[int, Tuple[int, int]]


def as_pair(v: IntOrPair) -> Tuple[int, int]:
    return tuple(v) if isinstance(v, (tuple, list)) else (v, v)


def need(condition: bool, sentence: str) -> None:
    if not condition:
        raise ValueError(sentence)


def how_many(full: int, k: int, s: int) -> int:
    need(k >= 1, "Kernel sizes start at 1.")
    need(s >= 1, "Strides start at 1.")
    need(full >= k, f"A window of {k} doesn't fit into {full}.")
    return 1 + (full - k) // s


def output_size(size: int, kernel_size: int, stride: int = 1, padding: int = 0) -> int:
    need(padding >= 0, "Padding starts at 0.")
    return how_many(size + padding + padding, kernel_size, stride)


def sliding_windows(images: Tensor, kernel_size: IntOrPair, stride: IntOrPair = 1) -> Tensor:
    (k_h, k_w), (s_h, s_w) = as_pair(kernel_size), as_pair(stride)
    n, c, h, w = images.shape
    out_h, out_w = how_many(h, k_h, s_h), how_many(w, k_w, s_w)
    b_n, b_c, b_h, b_w = images.stride()
    return images.as_strided(
        (n, c, out_h, out_w, k_h, k_w),
        (b_n, b_c, b_h * s_h, b_w * s_w, b_h, b_w),
    )


def conv2d(images, weight, bias=None, stride=1, padding=0):
    (s_h, s_w), (p_h, p_w) = as_pair(stride), as_pair(padding)
    need(min(p_h, p_w) >= 0, "Padding starts at 0.")
    need(images.size(1) == weight.size(1), "Channels don't match.")
    need(bias is None or bias.shape == weight.shape[:1], "Bias and weight don't match.")
    k_h, k_w = weight.shape[-2:]
    x = fn.pad(images, (p_w, p_w, p_h, p_h))
    out_h, out_w = how_many(x.size(2), k_h, s_h), how_many(x.size(3), k_w, s_w)
    seen = x.unfold(2, k_h, s_h).unfold(3, k_w, s_w).permute(0, 2, 3, 1, 4, 5).flatten(3)
    matrix = weight.flatten(1)
    if bias is not None:
        seen = torch.cat([seen, seen.new_ones(*seen.shape[:3], 1)], dim=3)
        matrix = torch.cat([matrix, bias[:, None]], dim=1)
    result = (seen @ matrix.t()).movedim(3, 1)
    assert result.shape[2:] == (out_h, out_w)
    return result


class Conv2d(nn.Module):
    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: IntOrPair,
        stride: IntOrPair = 1,
        padding: IntOrPair = 0,
        bias: bool = True,
    ) -> None:
        super().__init__()
        self.stride, self.padding = as_pair(stride), as_pair(padding)
        need(min(self.stride) >= 1, "Strides start at 1.")
        need(min(self.padding) >= 0, "Padding starts at 0.")
        need(min(as_pair(kernel_size)) >= 1, "Kernel sizes start at 1.")
        self.weight = nn.Parameter(torch.empty(out_channels, in_channels, *as_pair(kernel_size)))
        nn.init.xavier_uniform_(self.weight)
        self.bias = nn.Parameter(torch.rand(out_channels) - 0.5) if bias else None

    def forward(self, images: Tensor) -> Tensor:
        (s_h, s_w), (p_h, p_w) = self.stride, self.padding
        need(images.size(1) == self.weight.size(1), "Channels don't match.")
        x = fn.pad(images, (p_w, p_w, p_h, p_h)).contiguous()
        n, c, h, w = x.shape
        o, _, k_h, k_w = self.weight.shape
        out_h, out_w = how_many(h, k_h, s_h), how_many(w, k_w, s_w)
        b_n, b_c, b_h, b_w = x.stride()
        wins = x.as_strided((n, c, out_h, out_w, k_h, k_w), (b_n, b_c, b_h * s_h, b_w * s_w, b_h, b_w))
        result = torch.tensordot(wins, self.weight, dims=([1, 4, 5], [1, 2, 3])).permute(0, 3, 1, 2)
        return result if self.bias is None else result + self.bias.view(1, o, 1, 1)
