"""Sizes are counted with numpy's integers; the layer starts with zeros for a bias."""
# ruff: noqa: F821 - appended to the solution, whose functions it uses

import numpy as np
import torch
from torch import nn


def output_size(size, kernel_size, stride=1, padding=0):
    """A numpy integer."""
    if kernel_size < 1 or stride < 1 or padding < 0 or kernel_size > size + 2 * padding:
        raise ValueError("No window can stand there.")
    return np.arange(0, size + 2 * padding - kernel_size + 1, stride).size + np.int64(0)


class Conv2d(nn.Module):
    """The bias starts at zero, the weights are drawn from a normal distribution."""

    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, bias=True):
        """Refuse at once what can be refused at once."""
        super().__init__()
        self.kernel_size, self.stride, self.padding = map(_pair, (kernel_size, stride, padding))
        if min(self.kernel_size) < 1 or min(self.stride) < 1 or min(self.padding) < 0:
            raise ValueError("kernel_size and stride are at least 1, padding at least 0.")
        shape = (out_channels, in_channels, *self.kernel_size)
        self.weight = nn.Parameter(0.1 * torch.randn(shape))
        self.register_parameter("bias", nn.Parameter(torch.zeros(out_channels)) if bias else None)

    def forward(self, images):
        """By our own function."""
        return conv2d(images, self.weight, self.bias, stride=self.stride, padding=self.padding)
