"""Replaces the operators that a reference would use (`F.conv2d`, `Tensor.sum`, division) by its own.

The reference must not become as wrong as the answer.
"""

import torch
import torch.nn.functional as F


def zeros(first, *args, **kwargs):
    return torch.zeros(3)


for name in ("conv2d", "max_pool2d", "avg_pool2d", "softmax", "normalize"):
    setattr(F, name, zeros)
for name in ("sum", "div", "__truediv__", "clone", "numpy"):
    setattr(torch.Tensor, name, zeros)
torch.sum = torch.div = zeros


def shares(numbers):
    return torch.zeros(3)
