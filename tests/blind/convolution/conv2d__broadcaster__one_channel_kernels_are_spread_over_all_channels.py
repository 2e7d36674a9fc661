# {"function": "conv2d", "kind": "single", "idea": "Lets a kernel with one channel broadcast over all channels of the picture instead of raising ValueError.", "style": "broadcaster"}
"""Task 3 of 5: convolution, with Tensor.unfold."""

import torch
from torch import nn

Pair = int | tuple[int, int]


def _vertical_horizontal(value: Pair) -> tuple[int, int]:
    return (value, value) if isinstance(value, int) else (value[0], value[1])


def _assert_legal(height: int, width: int, kernel: tuple, stride: tuple, padding: tuple = (0, 0)) -> None:
    if min(kernel) < 1 or min(stride) < 1:
        raise ValueError("Kernel size and stride have to be at least 1.")
    if min(padding) < 0:
        raise ValueError("Padding can't be negative.")
    if kernel[0] > height + 2 * padding[0] or kernel[1] > width + 2 * padding[1]:
        raise ValueError("The kernel is larger than the padded picture.")


def output_size(size: int, kernel_size: int, stride: int = 1, padding: int = 0) -> int:
    _assert_legal(size, size, (kernel_size, kernel_size), (stride, stride), (padding, padding))
    return (size + 2 * padding - kernel_size) // stride + 1


def sliding_windows(images: torch.Tensor, kernel_size: Pair, stride: Pair = 1) -> torch.Tensor:
    kernel, step = _vertical_horizontal(kernel_size), _vertical_horizontal(stride)
    _assert_legal(images.shape[2], images.shape[3], kernel, step)
    return images.unfold(2, kernel[0], step[0]).unfold(3, kernel[1], step[1])


def conv2d(
    images: torch.Tensor,
    weight: torch.Tensor,
    bias: torch.Tensor | None = None,
    stride: Pair = 1,
    padding: Pair = 0,
) -> torch.Tensor:
    step, pad = _vertical_horizontal(stride), _vertical_horizontal(padding)
    _assert_legal(images.shape[2], images.shape[3], tuple(weight.shape[2:]), step, pad)
    if weight.shape[1] not in (1, images.shape[1]):
        raise ValueError("The kernels' channels don't go with the images.")
    if bias is not None and bias.shape != (weight.shape[0],):
        raise ValueError("There has to be one bias per kernel.")
    padded = nn.functional.pad(images, (pad[1], pad[1], pad[0], pad[0]))
    windows = padded.unfold(2, weight.shape[2], step[0]).unfold(3, weight.shape[3], step[1])
    products = windows.unsqueeze(1) * weight[None, :, :, None, None]
    result = products.sum(dim=(2, 5, 6))
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
        self.kernel, self.step, self.pad = _vertical_horizontal(kernel_size), _vertical_horizontal(stride), _vertical_horizontal(padding)
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
