"""Parameters made by hand, and functions in place of layers."""

import torch
import torch.nn.functional as F
from torch import nn


class TinyImageClassifier(nn.Module):
    """Instance normalisation has no running statistics, so both modes are the same."""

    def __init__(self, num_classes=10, in_channels=3):
        super().__init__()
        self.kernels = nn.ParameterList(
            [kernels(16, in_channels, 3), kernels(32, 16, 3), kernels(48, 32, 3)]
        )
        self.weight = nn.Parameter(torch.randn(num_classes, 48 * 4 * 4) / 28)
        self.bias = nn.Parameter(torch.zeros(num_classes))

    def forward(self, x):
        """(N, C, 32, 32) → (N, K)."""
        for weight in self.kernels:
            x = F.max_pool2d(F.conv2d(x, weight, padding=1), 2)
            x = F.relu(F.instance_norm(x))
        return F.linear(x.reshape(x.size(0), -1), self.weight, self.bias)


def kernels(out_channels, in_channels, size):
    """Random kernels that keep the scale of what they see."""
    shape = (out_channels, in_channels, size, size)
    return nn.Parameter(torch.randn(shape) / (in_channels * size * size) ** 0.5)
