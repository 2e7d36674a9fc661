# {"function": "flatten", "kind": "pair", "idea": "Lines the pixels up column by column, and converts everything to float32.", "style": "columns_and_halves"}
"""Task 4 of 5: pooling. Windows come from Tensor.unfold."""

import torch

Pair = int | tuple[int, int]


def _yx(value: Pair) -> tuple[int, int]:
    return (value, value) if isinstance(value, int) else (value[0], value[1])


def _all_windows(images: torch.Tensor, kernel: tuple[int, int], stride: tuple[int, int]) -> torch.Tensor:
    """(N, C, H_out, W_out, K_h, K_w)"""
    if min(kernel) < 1 or min(stride) < 1:
        raise ValueError("Kernel size and stride have to be at least 1.")
    if kernel[0] > images.shape[2] or kernel[1] > images.shape[3]:
        raise ValueError("Not even one window fits.")
    return images.unfold(2, kernel[0], stride[0]).unfold(3, kernel[1], stride[1])


def max_pool2d(images: torch.Tensor, kernel_size: Pair, stride: Pair | None = None) -> torch.Tensor:
    kernel = _yx(kernel_size)
    step = kernel if stride is None else _yx(stride)
    return _all_windows(images, kernel, step).flatten(-2).max(dim=-1).values


def avg_pool2d(images: torch.Tensor, kernel_size: Pair, stride: Pair | None = None) -> torch.Tensor:
    kernel = _yx(kernel_size)
    step = kernel if stride is None else _yx(stride)
    return _all_windows(images, kernel, step).mean(dim=(-2, -1))


def flatten(images: torch.Tensor) -> torch.Tensor:
    batch = images.shape[0]
    lines = images.transpose(2, 3)
    return lines.reshape(batch, -1).to(torch.float32)
