"""Task 2 of 2: characters. A model that reads some characters and says which one comes next."""

import torch
from torch import nn


class Model(nn.Module):
    """Scores for the next character. Shapes: (N, length) whole numbers → (N, letters)."""

    def __init__(self, letters: int, length: int) -> None:
        """Make the layers, for so many letters and contexts of so many characters."""
        super().__init__()
        # TODO: make the layers.
        raise NotImplementedError("Model.__init__ is still to do")

    def forward(self, contexts: torch.Tensor) -> torch.Tensor:
        """The scores of all characters."""
        # TODO: return the scores.
        raise NotImplementedError("Model.forward is still to do")


def train(contexts: torch.Tensor, targets: torch.Tensor, letters: int) -> nn.Module:
    """A model that was trained on these examples, within 20 seconds of one processor.

    Shapes: contexts (M, length), targets (M,): whole numbers below `letters`

    Random numbers come from PyTorch's own generator, which is seeded before the call.
    """
    # TODO: return a trained model.
    raise NotImplementedError("train is still to do")
