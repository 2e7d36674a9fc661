"""Sliding windows as a view, everything else as one einsum."""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F
from torch import Tensor, nn

IntOrPair = int | tuple[int, int]


def _pair(value: IntOrPair) -> tuple[int, int]:
    return (value, value) if isinstance(value, int) else tuple(value)


def output_size(size: int, kernel_size: int, stride: int = 1, padding: int = 0) -> int:
    if min(kernel_size, stride) < 1 or padding < 0:
        raise ValueError(f"Impossible: {kernel_size=}, {stride=}, {padding=}.")
    room = size + 2 * padding - kernel_size
    if room < 0:
        raise ValueError(f"A window of {kernel_size} does not fit into {size} + 2·{padding} pixels.")
    return room // stride + 1


def sliding_windows(images: Tensor, kernel_size: IntOrPair, stride: IntOrPair = 1) -> Tensor:
    for size, k, s in zip(images.shape[2:], _pair(kernel_size), _pair(stride)):
        output_size(size, k, s)  # for its errors
    (kh, kw), (sh, sw) = _pair(kernel_size), _pair(stride)
    return images.unfold(2, kh, sh).unfold(3, kw, sw)


def conv2d(
    images: Tensor,
    weight: Tensor,
    bias: Tensor | None = None,
    stride: IntOrPair = 1,
    padding: IntOrPair = 0,
) -> Tensor:
    if images.shape[1] != weight.shape[1]:
        raise ValueError(f"{images.shape[1]} channels of images, {weight.shape[1]} of the kernel.")
    ph, pw = _pair(padding)
    if ph < 0 or pw < 0:
        raise ValueError(f"Padding cannot be negative, but it is {padding}.")
    windows = sliding_windows(F.pad(images, (pw, pw, ph, ph)), tuple(weight.shape[2:]), stride)
    result = torch.einsum("nchwij,ocij->nohw", windows, weight)
    return result if bias is None else result + bias[:, None, None]


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
        kh, kw = _pair(kernel_size)
        if min(kh, kw, *_pair(stride)) < 1 or min(_pair(padding)) < 0:
            raise ValueError("Kernel and stride must be at least 1, padding at least 0.")
        self.stride, self.padding = stride, padding
        bound = 1 / math.sqrt(in_channels * kh * kw)
        self.weight = nn.Parameter(torch.empty(out_channels, in_channels, kh, kw))
        nn.init.uniform_(self.weight, -bound, bound)
        if bias:
            self.bias = nn.Parameter(torch.empty(out_channels).uniform_(-bound, bound))
        else:
            self.register_parameter("bias", None)

    def forward(self, images: Tensor) -> Tensor:
        return conv2d(images, self.weight, self.bias, self.stride, self.padding)
