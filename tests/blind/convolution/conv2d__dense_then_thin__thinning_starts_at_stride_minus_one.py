# {"function": "conv2d", "kind": "single", "idea": "Computes all windows with stride 1 and keeps every stride-th, beginning with index stride - 1 instead of 0.", "style": "dense_then_thin"}
"""Convolution through as_strided: windows are a view, nothing gets copied."""
from __future__ import annotations

from typing import Tuple, Union

import torch
from torch import Tensor, nn
from torch.nn import functional as fn

IntOrPair = Union[int, Tuple[int, int]]


def pair(v: IntOrPair) -> Tuple[int, int]:
    return tuple(v) if isinstance(v, (tuple, list)) else (v, v)


def check_that(condition: bool, sentence: str) -> None:
    if not condition:
        raise ValueError(sentence)


def n_windows(full: int, k: int, s: int) -> int:
    check_that(k >= 1, "Kernel sizes start at 1.")
    check_that(s >= 1, "Strides start at 1.")
    check_that(full >= k, f"A window of {k} doesn't fit into {full}.")
    return 1 + (full - k) // s


def output_size(size: int, kernel_size: int, stride: int = 1, padding: int = 0) -> int:
    check_that(padding >= 0, "Padding starts at 0.")
    return n_windows(size + padding + padding, kernel_size, stride)


def sliding_windows(images: Tensor, kernel_size: IntOrPair, stride: IntOrPair = 1) -> Tensor:
    (k_h, k_w), (s_h, s_w) = pair(kernel_size), pair(stride)
    n, c, h, w = images.shape
    out_h, out_w = n_windows(h, k_h, s_h), n_windows(w, k_w, s_w)
    b_n, b_c, b_h, b_w = images.stride()
    return images.as_strided(
        (n, c, out_h, out_w, k_h, k_w),
        (b_n, b_c, b_h * s_h, b_w * s_w, b_h, b_w),
    )


def conv2d(images: Tensor, weight: Tensor, bias: Tensor | None = None,
           stride: IntOrPair = 1, padding: IntOrPair = 0) -> Tensor:
    (s_h, s_w), (p_h, p_w) = pair(stride), pair(padding)
    check_that(min(s_h, s_w) >= 1, "Strides start at 1.")
    check_that(p_h >= 0 and p_w >= 0, "Padding starts at 0.")
    check_that(images.size(1) == weight.size(1), "Channels don't match.")
    check_that(bias is None or bias.shape == weight.shape[:1], "Bias and weight don't match.")
    x = fn.pad(images, (p_w, p_w, p_h, p_h)).contiguous()
    n, c, h, w = x.shape
    o, _, k_h, k_w = weight.shape
    out_h, out_w = n_windows(h, k_h, 1), n_windows(w, k_w, 1)
    b_n, b_c, b_h, b_w = x.stride()
    wins = x.as_strided((n, c, out_h, out_w, k_h, k_w), (b_n, b_c, b_h, b_w, b_h, b_w))
    every = torch.tensordot(wins, weight, dims=([1, 4, 5], [1, 2, 3])).permute(0, 3, 1, 2)
    kept = every[:, :, s_h - 1 :: s_h, s_w - 1 :: s_w]
    return kept if bias is None else kept + bias.view(1, o, 1, 1)


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
        self.stride, self.padding = pair(stride), pair(padding)
        check_that(min(self.stride) >= 1, "Strides start at 1.")
        check_that(min(self.padding) >= 0, "Padding starts at 0.")
        check_that(min(pair(kernel_size)) >= 1, "Kernel sizes start at 1.")
        self.weight = nn.Parameter(torch.empty(out_channels, in_channels, *pair(kernel_size)))
        nn.init.xavier_uniform_(self.weight)
        self.bias = nn.Parameter(torch.rand(out_channels) - 0.5) if bias else None

    def forward(self, images: Tensor) -> Tensor:
        (s_h, s_w), (p_h, p_w) = self.stride, self.padding
        check_that(images.size(1) == self.weight.size(1), "Channels don't match.")
        x = fn.pad(images, (p_w, p_w, p_h, p_h)).contiguous()
        n, c, h, w = x.shape
        o, _, k_h, k_w = self.weight.shape
        out_h, out_w = n_windows(h, k_h, s_h), n_windows(w, k_w, s_w)
        b_n, b_c, b_h, b_w = x.stride()
        wins = x.as_strided((n, c, out_h, out_w, k_h, k_w), (b_n, b_c, b_h * s_h, b_w * s_w, b_h, b_w))
        result = torch.tensordot(wins, self.weight, dims=([1, 4, 5], [1, 2, 3])).permute(0, 3, 1, 2)
        return result if self.bias is None else result + self.bias.view(1, o, 1, 1)
