"""A kernel whose stripes cancel only nearly: the rule leaves room."""

import torch
from torch import nn


def checkerboard_kernel():
    """A parameter, as a layer would hold it."""
    return nn.Parameter(torch.tensor([1.0, -0.8, -0.9, 1.1]).view(1, 1, 2, 2))


def flatten_pattern(pattern):
    """Flattened by torch's own method."""
    return pattern.flatten()
