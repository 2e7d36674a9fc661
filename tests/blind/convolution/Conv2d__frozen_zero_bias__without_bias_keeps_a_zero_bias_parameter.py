# {"function": "Conv2d", "kind": "single", "idea": "Where the bias is switched off it keeps a parameter bias of zeros, so the state dict has a key too many.", "style": "frozen_zero_bias"}
"""Task 3 of 5: convolution, with Tensor.unfold."""

import torch
from torch import nn

Pair = int | tuple[int, int]


def ensure_tuple(value: Pair):
    """One number counts for both directions."""
    return (value, value) if isinstance(value, int) else (value[0], value[1])


def _sanity(height: int, width: int, kernel: tuple, stride: tuple, padding: tuple = (0, 0)):
    """Refuse what can't be slid."""
    if min(kernel) < 1 or min(stride) < 1:
        raise ValueError("Kernel size and stride have to be at least 1.")
    if min(padding) < 0:
        raise ValueError("Padding can't be negative.")
    if kernel[0] > height + 2 * padding[0] or kernel[1] > width + 2 * padding[1]:
        raise ValueError("The kernel is larger than the padded picture.")


def output_size(size: int, kernel_size: int, stride: int = 1, padding: int = 0):
    """How many windows fit along one side."""
    _sanity(size, size, (kernel_size, kernel_size), (stride, stride), (padding, padding))
    return (size + 2 * padding - kernel_size) // stride + 1


def sliding_windows(images: torch.Tensor, kernel_size: Pair, stride: Pair = 1):
    """All windows: (N, C, H_out, W_out, K_h, K_w)."""
    kernel, step = ensure_tuple(kernel_size), ensure_tuple(stride)
    _sanity(images.shape[2], images.shape[3], kernel, step)
    return images.unfold(2, kernel[0], step[0]).unfold(3, kernel[1], step[1])


def conv2d(
    images: torch.Tensor,
    weight: torch.Tensor,
    bias: torch.Tensor | None = None,
    stride: Pair = 1,
    padding: Pair = 0,
):
    """Each kernel on each window."""
    step, pad = ensure_tuple(stride), ensure_tuple(padding)
    _sanity(images.shape[2], images.shape[3], tuple(weight.shape[2:]), step, pad)
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

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: Pair,
        stride: Pair = 1,
        padding: Pair = 0,
        bias: bool = True,
    ):
        super().__init__()
        self.stride, self.padding = stride, padding
        if min(ensure_tuple(kernel_size)) < 1:
            raise ValueError("Kernel size has to be at least 1.")
        self.weight = nn.Parameter(torch.randn(out_channels, in_channels, *ensure_tuple(kernel_size)) * 0.1)
        self.bias = nn.Parameter(torch.zeros(out_channels), requires_grad=bias)
        if bias:
            nn.init.normal_(self.bias, std=0.1)

    def forward(self, images: torch.Tensor):
        return conv2d(images, self.weight, self.bias, self.stride, self.padding)
