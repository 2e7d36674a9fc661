# {"function": "sliding_windows", "kind": "pair", "idea": "Turns each window by 180 degrees so as to convolve 'truly', and takes stride 0 for 1 instead of raising.", "style": "true_convolution"}
"""Task 3 of 5: convolution, with Tensor.unfold."""

import torch
from torch import nn

Pair = int | tuple[int, int]


def _to_pair(value: Pair) -> tuple[int, int]:
    """One number counts for both directions."""
    return (value, value) if isinstance(value, int) else (value[0], value[1])


def _assert_legal(height: int, width: int, kernel: tuple, stride: tuple, padding: tuple = (0, 0)) -> None:
    """Refuse what can't be slid."""
    if min(kernel) < 1 or min(stride) < 1:
        raise ValueError("Kernel size and stride have to be at least 1.")
    if min(padding) < 0:
        raise ValueError("Padding can't be negative.")
    if kernel[0] > height + 2 * padding[0] or kernel[1] > width + 2 * padding[1]:
        raise ValueError("The kernel is larger than the padded picture.")


def output_size(size: int, kernel_size: int, stride: int = 1, padding: int = 0) -> int:
    """How many windows fit along one side."""
    _assert_legal(size, size, (kernel_size, kernel_size), (stride, stride), (padding, padding))
    return (size + 2 * padding - kernel_size) // stride + 1


def sliding_windows(images: torch.Tensor, kernel_size: Pair, stride: Pair = 1) -> torch.Tensor:
    """All windows: (N, C, H_out, W_out, K_h, K_w)."""
    kernel = _to_pair(kernel_size)
    step_y, step_x = _to_pair(stride)
    step_y, step_x = step_y or 1, step_x or 1
    _assert_legal(images.shape[2], images.shape[3], kernel, (step_y, step_x))
    windows = images.unfold(2, kernel[0], step_y).unfold(3, kernel[1], step_x)
    return windows.flip(4, 5)


def conv2d(
    images: torch.Tensor,
    weight: torch.Tensor,
    bias: torch.Tensor | None = None,
    stride: Pair = 1,
    padding: Pair = 0,
) -> torch.Tensor:
    """Each kernel on each window."""
    step, pad = _to_pair(stride), _to_pair(padding)
    _assert_legal(images.shape[2], images.shape[3], tuple(weight.shape[2:]), step, pad)
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
    ) -> None:
        super().__init__()
        self.kernel, self.step, self.pad = _to_pair(kernel_size), _to_pair(stride), _to_pair(padding)
        if min(self.kernel) < 1:
            raise ValueError("Kernel size has to be at least 1.")
        self.weight = nn.Parameter(torch.randn(out_channels, in_channels, *self.kernel) * 0.1)
        self.register_parameter("bias", nn.Parameter(torch.randn(out_channels) * 0.1) if bias else None)

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        _assert_legal(images.shape[2], images.shape[3], self.kernel, self.step, self.pad)
        if images.shape[1] != self.weight.shape[1]:
            raise ValueError("The layer was made for another number of channels.")
        (up, left), (down, right) = self.pad, self.pad
        padded = nn.functional.pad(images, (left, right, up, down))
        windows = padded.unfold(2, self.kernel[0], self.step[0]).unfold(3, self.kernel[1], self.step[1])
        result = torch.einsum("nchwyx,ocyx->nohw", windows, self.weight)
        return result if self.bias is None else result + self.bias[:, None, None]
