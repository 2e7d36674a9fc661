# {"function": "max_pool2d", "kind": "pair", "idea": "Keeps windows that stick out, filled up with zeros, and steps by 1 when no stride is given.", "style": "nothing_lost"}
"""Task 4 of 5: pooling. Windows come from Tensor.unfold."""

import torch

Pair = int | tuple[int, int]


def ensure_tuple(value: Pair):
    return (value, value) if isinstance(value, int) else (value[0], value[1])


def _cut(images: torch.Tensor, kernel: tuple[int, int], stride: tuple[int, int]):
    """(N, C, H_out, W_out, K_h, K_w)"""
    if min(kernel) < 1 or min(stride) < 1:
        raise ValueError("Kernel size and stride have to be at least 1.")
    if kernel[0] > images.shape[2] or kernel[1] > images.shape[3]:
        raise ValueError("Not even one window fits.")
    return images.unfold(2, kernel[0], stride[0]).unfold(3, kernel[1], stride[1])


def max_pool2d(images: torch.Tensor, kernel_size: Pair, stride: Pair | None = None):
    kernel = ensure_tuple(kernel_size)
    step = (1, 1) if stride is None else ensure_tuple(stride)
    _cut(images, kernel, step)  # raises where it has to
    missing_h = -(images.shape[2] - kernel[0]) % step[0]
    missing_w = -(images.shape[3] - kernel[1]) % step[1]
    images = torch.nn.functional.pad(images, (0, missing_w, 0, missing_h))
    return _cut(images, kernel, step).flatten(-2).max(dim=-1).values


def avg_pool2d(images: torch.Tensor, kernel_size: Pair, stride: Pair | None = None):
    kernel = ensure_tuple(kernel_size)
    step = kernel if stride is None else ensure_tuple(stride)
    return _cut(images, kernel, step).mean(dim=(-2, -1))


def flatten(images: torch.Tensor):
    return images.reshape(images.shape[0], -1)
