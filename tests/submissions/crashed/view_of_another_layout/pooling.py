"""Pooling is a reduction over the last two axes of the windows."""

from __future__ import annotations

from torch import Tensor

from convolution import IntOrPair, sliding_windows


def max_pool2d(images: Tensor, kernel_size: IntOrPair, stride: IntOrPair | None = None) -> Tensor:
    stride = kernel_size if stride is None else stride
    return sliding_windows(images, kernel_size, stride).amax(dim=(-2, -1))


def avg_pool2d(images: Tensor, kernel_size: IntOrPair, stride: IntOrPair | None = None) -> Tensor:
    stride = kernel_size if stride is None else stride
    return sliding_windows(images, kernel_size, stride).mean(dim=(-2, -1))


def flatten(images):
    return images.view(images.shape[0], -1)
