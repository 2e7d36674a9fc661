# {"function": "avg_pool2d", "kind": "right", "idea": "Right: multiplies with one averaging matrix from the left and one from the right.", "style": "two_matrices"}
"""Task 4 of 5: pooling. Windows come from Tensor.unfold."""

import torch

Pair = int | tuple[int, int]


def _pair(value: Pair) -> tuple[int, int]:
    return (value, value) if isinstance(value, int) else (value[0], value[1])


def _cut(images: torch.Tensor, kernel: tuple[int, int], stride: tuple[int, int]) -> torch.Tensor:
    """(N, C, H_out, W_out, K_h, K_w)"""
    if min(kernel) < 1 or min(stride) < 1:
        raise ValueError("Kernel size and stride have to be at least 1.")
    if kernel[0] > images.shape[2] or kernel[1] > images.shape[3]:
        raise ValueError("Not even one window fits.")
    return images.unfold(2, kernel[0], stride[0]).unfold(3, kernel[1], stride[1])


def max_pool2d(images: torch.Tensor, kernel_size: Pair, stride: Pair | None = None) -> torch.Tensor:
    kernel = _pair(kernel_size)
    step = kernel if stride is None else _pair(stride)
    return _cut(images, kernel, step).flatten(-2).max(dim=-1).values


def _averaging(side: int, kernel: int, step: int, like: torch.Tensor) -> torch.Tensor:
    """(windows, side): each row holds 1 / kernel where its window stands."""
    matrix = like.new_zeros((side - kernel) // step + 1, side)
    for i, r in enumerate(matrix):
        r[i * step : i * step + kernel] = 1 / kernel
    return matrix


def avg_pool2d(images: torch.Tensor, kernel_size: Pair, stride: Pair | None = None) -> torch.Tensor:
    kernel = _pair(kernel_size)
    step = kernel if stride is None else _pair(stride)
    _cut(images, kernel, step)  # only for its complaints
    left = _averaging(images.shape[2], kernel[0], step[0], images)
    right = _averaging(images.shape[3], kernel[1], step[1], images)
    return left @ images @ right.T


def flatten(images: torch.Tensor) -> torch.Tensor:
    return images.reshape(images.shape[0], -1)
