"""Task 2 of 3: scaling. A layer that learns how large each feature should be."""

import torch
from torch import nn


class Scaling(nn.Module):
    """Each feature times a weight of its own, plus a bias of its own.

    Parameters: `weight` (F,), which starts as ones, and `bias` (F,), which starts as zeros.

    Example: a new layer changes nothing.
        >>> layer = Scaling(2)
        >>> layer(torch.tensor([[1.0, 10.0]])).tolist()
        [[1.0, 10.0]]
    """

    def __init__(self, features: int) -> None:
        """Make the parameters."""
        super().__init__()
        # BEGIN SOLUTION: make the two parameters.
        self.weight = nn.Parameter(torch.ones(features))
        self.bias = nn.Parameter(torch.zeros(features))
        # END SOLUTION

    def forward(self, batch: torch.Tensor) -> torch.Tensor:
        """Scale and shift. Shapes: (N, F) → (N, F)."""
        # BEGIN SOLUTION: return the batch, scaled and shifted.
        return batch * self.weight + self.bias
        # END SOLUTION
