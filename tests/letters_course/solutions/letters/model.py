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
        # BEGIN SOLUTION: make the layers.
        self.embedding = nn.Embedding(alphabet, 16)
        self.recurrent = nn.GRU(16, 64, batch_first=True)
        self.scores = nn.Linear(64, alphabet)
        # END SOLUTION

    def forward(self, letters: torch.Tensor) -> torch.Tensor:
        """Score every letter as the next one."""
        # BEGIN SOLUTION: return the scores.
        states, _ = self.recurrent(self.embedding(letters))
        return self.scores(states)
        # END SOLUTION
