# {"function": "Conv2d", "kind": "pair", "idea": "Starts with all weights equal, and uses the vertical padding for the width as well.", "style": "square_minded"}
"""Task 3 of 5: convolution, with Tensor.unfold."""

import torch
from torch import nn

Pair = int | tuple[int, int]


def _pair(value: Pair) -> tuple[int, int]:
    """One number counts for both directions."""
    return (value, value) if isinstance(value, int) else (value[0], value[1])


def _must_be_possible(height: int, width: int, kernel: tuple, stride: tuple, padding: tuple = (0, 0)) -> None:
    """Refuse what can't be slid."""
    if min(kernel) < 1 or min(stride) < 1:
        raise ValueError("Kernel size and stride have to be at least 1.")
    if min(padding) < 0:
        raise ValueError("Padding can't be negative.")
    if kernel[0] > height + 2 * padding[0] or kernel[1] > width + 2 * padding[1]:
        raise ValueError("The kernel is larger than the padded picture.")


def output_size(size: int, kernel_size: int, stride: int = 1, padding: int = 0) -> int:
    """How many windows fit along one side."""
    _must_be_possible(size, size, (kernel_size, kernel_size), (stride, stride), (padding, padding))
    return (size + 2 * padding - kernel_size) // stride + 1


def sliding_windows(images: torch.Tensor, kernel_size: Pair, stride: Pair = 1) -> torch.Tensor:
    """All windows: (N, C, H_out, W_out, K_h, K_w)."""
    kernel, step = _pair(kernel_size), _pair(stride)
    _must_be_possible(images.shape[2], images.shape[3], kernel, step)
    return images.unfold(2, kernel[0], step[0]).unfold(3, kernel[1], step[1])


def conv2d(
    images: torch.Tensor,
    weight: torch.Tensor,
    bias: torch.Tensor | None = None,
    stride: Pair = 1,
    padding: Pair = 0,
) -> torch.Tensor:
    """Each kernel on each window."""
    step, pad = _pair(stride), _pair(padding)
    _must_be_possible(images.shape[2], images.shape[3], tuple(weight.shape[2:]), step, pad)
    if images.shape[1] != weight.shape[1]:
        raise ValueError("Images and weight have different channels.")
    if bias is not None and bias.shape != (weight.shape[0],):
        raise ValueError("There has to be one bias per kernel.")
    padded = nn.functional.pad(images, (pad[1], pad[1], pad[0], pad[0]))
    windows = padded.unfold(2, weight.shape[2], step[0]).unfold(3, weight.shape[3], step[1])
    result = torch.einsum("nchwyx,ocyx->nohw", windows, weight)
    return result if bias is None else result + bias[:, None, None]


class Conv2d(nn.Module):
    """conv2d as a layer."""

    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        super().__init__()
        self.kernel_size = _pair(kernel_size)
        self.stride = _pair(stride)
        self.padding = _pair(padding)
        if min(self.padding) < 0:
            raise ValueError("Padding can't be negative.")
        if min(self.kernel_size) < 1:
            raise ValueError("Kernel size has to be at least 1.")
        shape = (out_channels, in_channels, *self.kernel_size)
        self.weight = nn.Parameter(torch.full(shape, 0.1))
        self.bias = nn.Parameter(torch.zeros(out_channels)) if bias else None

    def forward(self, images):
        border = self.padding[0]
        return conv2d(images, self.weight, self.bias, stride=self.stride, padding=border)
