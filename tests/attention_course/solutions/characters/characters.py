"""Task 2 of 2: characters. A model that reads some characters and says which one comes next."""

import torch
from torch import nn


class Model(nn.Module):
    """Scores for the next character. Shapes: (N, length) whole numbers → (N, letters)."""

    def __init__(self, letters: int, length: int) -> None:
        """Make the layers, for so many letters and contexts of so many characters."""
        super().__init__()
        # BEGIN SOLUTION: make the layers.
        width = 48
        self.letters = nn.Embedding(letters, width)
        self.places = nn.Parameter(0.1 * torch.randn(length, width))
        self.attention = nn.MultiheadAttention(width, 4, batch_first=True)
        self.last = nn.Sequential(nn.Linear(2 * width, 128), nn.ReLU(), nn.Linear(128, letters))
        # END SOLUTION

    def forward(self, contexts: torch.Tensor) -> torch.Tensor:
        """The scores of all characters."""
        # BEGIN SOLUTION: return the scores.
        seen = self.letters(contexts) + self.places
        found, _ = self.attention(seen[:, -1:], seen, seen, need_weights=False)
        return self.last(torch.cat([found[:, 0], seen[:, -1]], dim=1))
        # END SOLUTION


def train(contexts: torch.Tensor, targets: torch.Tensor, letters: int) -> nn.Module:
    """A model that was trained on these examples, within 20 seconds of one processor.

    Shapes: contexts (M, length), targets (M,): whole numbers below `letters`

    Random numbers come from PyTorch's own generator, which is seeded before the call.
    """
    # BEGIN SOLUTION: return a trained model.
    model, steps = Model(letters, contexts.shape[1]), 900
    optimizer = torch.optim.AdamW(model.parameters(), lr=5e-3, weight_decay=0.05)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 5e-3, total_steps=steps)
    for _ in range(steps):
        chosen = torch.randint(len(contexts), (64,))
        loss = nn.functional.cross_entropy(model(contexts[chosen]), targets[chosen])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
    return model
    # END SOLUTION
