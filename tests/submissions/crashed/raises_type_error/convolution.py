import torch
from torch import nn


def output_size(size, kernel_size, stride=1, padding=0):
    _check(kernel_size >= 1, "kernel_size", kernel_size)
    _check(stride >= 1, "stride", stride)
    _check(padding >= 0, "padding", padding)
    _check(size + 2 * padding >= kernel_size, "kernel_size", kernel_size)
    return (size + 2 * padding - kernel_size) // stride + 1


def _check(fine, name, value):
    if not fine:
        raise ValueError(f"{name} cannot be {value} here.")


def _both(value):
    return (value, value) if isinstance(value, int) else tuple(value)


def sliding_windows(images, kernel_size, stride=1):
    kernel_size, stride = _both(kernel_size), _both(stride)
    for axis in (0, 1):
        output_size(images.shape[axis + 2], kernel_size[axis], stride[axis])
    rows = images.unfold(-2, kernel_size[0], stride[0])
    return rows.unfold(-2, kernel_size[1], stride[1])


def conv2d(images, weight, bias=None, stride=1, padding=0):
    _check(images.shape[1] == weight.shape[1], "number of channels", images.shape[1])
    ph, pw = _both(padding)
    _check(ph >= 0 and pw >= 0, "padding", padding)
    images = nn.functional.pad(images, (pw, pw, ph, ph), "constant", 0)
    windows = sliding_windows(images, weight.shape[2:], stride)
    windows = windows.movedim(1, 3).flatten(3)        # N, H, W, C*K*K
    result = nn.functional.linear(windows, weight.flatten(1), bias)
    return result.movedim(-1, 1)


class Conv2d(nn.Conv2d):
    """Everything but the computation is inherited."""

    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        _check(min(_both(kernel_size)) >= 1, "kernel_size", kernel_size)
        _check(min(_both(stride)) >= 1, "stride", stride)
        _check(min(_both(padding)) >= 0, "padding", padding)
        super().__init__(in_channels, out_channels, kernel_size, stride, padding, bias=bias)

    def forward(self, images):
        return conv2d(images, self.weight, self.bias, self.stride, self.padding)
