# {"function": "max_pool2d", "kind": "single", "idea": "Without a stride it takes the kernel's height as the step in both directions.", "style": "square_default"}
"""Pooling from shifted copies of the picture, one per cell of the window."""
from typing import List, Optional, Tuple, Union

import torch
from torch import Tensor

Pair = Union[int, Tuple[int, int]]


def gather_cells(x: Tensor, kernel: Pair, stride: Optional[Pair]) -> Tensor:
    """(N, C, H_out, W_out, K_h * K_w), each window row by row."""
    if stride is None:
        stride = kernel
    kh, kw = kernel if isinstance(kernel, tuple) else (kernel, kernel)
    sh, sw = stride if isinstance(stride, tuple) else (stride, stride)
    if kh < 1 or kw < 1 or sh < 1 or sw < 1:
        raise ValueError(f"Impossible window {kh}x{kw} with stride {sh}x{sw}.")
    oh, ow = (x.size(2) - kh) // sh + 1, (x.size(3) - kw) // sw + 1
    if oh < 1 or ow < 1:
        raise ValueError(f"A window of {kh}x{kw} doesn't fit into {x.size(2)}x{x.size(3)}.")
    copies: List[Tensor] = []
    for y in range(kh):
        for z in range(kw):
            copies.append(x[:, :, y : y + (oh - 1) * sh + 1 : sh, z : z + (ow - 1) * sw + 1 : sw])
    return torch.stack(copies, dim=-1)


def max_pool2d(images: Tensor, kernel_size: Pair, stride: Optional[Pair] = None) -> Tensor:
    if stride is None:
        stride = kernel_size[0] if isinstance(kernel_size, tuple) else kernel_size
    biggest, _ = gather_cells(images, kernel_size, stride).max(-1)
    return biggest


def avg_pool2d(images: Tensor, kernel_size: Pair, stride: Optional[Pair] = None) -> Tensor:
    return gather_cells(images, kernel_size, stride).mean(-1)


def flatten(images: Tensor) -> Tensor:
    return images.flatten(start_dim=1)
