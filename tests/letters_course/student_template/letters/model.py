"""Task 1 of 2: model. A network that gives each next letter a score."""

import torch
from torch import nn


class NextLetter(nn.Module):
    """Scores for the letter that follows each letter of a line.

    Shapes: letters (N, T), int64 → logits (N, T, `alphabet`), where those at place t depend on the
    letters up to t alone.
    """

    def __init__(self, alphabet: int) -> None:
        """Make the layers."""
        super().__init__()
        # TODO: make the layers.
        raise NotImplementedError("NextLetter.__init__ is still to do")

    def forward(self, letters: torch.Tensor) -> torch.Tensor:
        """Score every letter as the next one."""
        # TODO: return the scores.
        raise NotImplementedError("NextLetter.forward is still to do")
