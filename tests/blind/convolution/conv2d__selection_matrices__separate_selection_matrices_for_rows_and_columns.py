# {"function": "conv2d", "kind": "right", "idea": "Right: picks rows and columns by multiplying with 0/1 matrices that contain the padding and the stride.", "style": "selection_matrices"}
"""Task 3 of 5: convolution, with Tensor.unfold."""

import torch
from torch import nn

Pair = int | tuple[int, int]


def _vertical_horizontal(value: Pair):
    return (value, value) if isinstance(value, int) else (value[0], value[1])


def _sanity(height: int, width: int, kernel: tuple, stride: tuple, padding: tuple = (0, 0)):
    if min(kernel) < 1 or min(stride) < 1:
        raise ValueError("Kernel size and stride have to be at least 1.")
    if min(padding) < 0:
        raise ValueError("Padding can't be negative.")
    if kernel[0] > height + 2 * padding[0] or kernel[1] > width + 2 * padding[1]:
        raise ValueError("The kernel is larger than the padded picture.")


def output_size(size: int, kernel_size: int, stride: int = 1, padding: int = 0):
    _sanity(size, size, (kernel_size, kernel_size), (stride, stride), (padding, padding))
    return (size + 2 * padding - kernel_size) // stride + 1


def sliding_windows(images: torch.Tensor, kernel_size: Pair, stride: Pair = 1):
    kernel, step = _vertical_horizontal(kernel_size), _vertical_horizontal(stride)
    _sanity(images.shape[2], images.shape[3], kernel, step)
    return images.unfold(2, kernel[0], step[0]).unfold(3, kernel[1], step[1])


def _selector(side: int, kernel: int, step: int, pad: int, like: torch.Tensor):
    windows = (side + 2 * pad - kernel) // step + 1
    i = torch.arange(windows)[:, None, None] * step
    k = torch.arange(kernel)[None, :, None]
    p = torch.arange(side)[None, None, :] + pad
    return (i + k == p).to(like.dtype)


def conv2d(
    images: torch.Tensor,
    weight: torch.Tensor,
    bias: torch.Tensor | None = None,
    stride: Pair = 1,
    padding: Pair = 0,
):
    step, pad = _vertical_horizontal(stride), _vertical_horizontal(padding)
    _, channels, height, width = images.shape
    out, expected, k_h, k_w = weight.shape
    _sanity(height, width, (k_h, k_w), step, pad)
    if channels != expected:
        raise ValueError("Images and weight have different channels.")
    if bias is not None and bias.shape != (out,):
        raise ValueError("There has to be one bias per kernel.")
    rows = _selector(height, k_h, step[0], pad[0], images)
    columns = _selector(width, k_w, step[1], pad[1], images)
    seen = torch.einsum("ncab,iya->nciyb", images, rows)
    seen = torch.einsum("nciyb,jxb->nciyjx", seen, columns)
    result = torch.einsum("nciyjx,ocyx->noij", seen, weight)
    return result if bias is None else result + bias.reshape(1, out, 1, 1)


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
        self.kernel, self.step, self.pad = _vertical_horizontal(kernel_size), _vertical_horizontal(stride), _vertical_horizontal(padding)
        if min(self.kernel) < 1:
            raise ValueError("Kernel size has to be at least 1.")
        self.weight = nn.Parameter(torch.randn(out_channels, in_channels, *self.kernel) * 0.1)
        self.register_parameter("bias", nn.Parameter(torch.randn(out_channels) * 0.1) if bias else None)

    def forward(self, images: torch.Tensor):
        _sanity(images.shape[2], images.shape[3], self.kernel, self.step, self.pad)
        if images.shape[1] != self.weight.shape[1]:
            raise ValueError("The layer was made for another number of channels.")
        (up, left), (down, right) = self.pad, self.pad
        padded = nn.functional.pad(images, (left, right, up, down))
        windows = padded.unfold(2, self.kernel[0], self.step[0]).unfold(3, self.kernel[1], self.step[1])
        result = torch.einsum("nchwyx,ocyx->nohw", windows, self.weight)
        return result if self.bias is None else result + self.bias[:, None, None]
