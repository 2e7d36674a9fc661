"""Known mistakes of `characters`. Each student builds another model, so that they are named from
what a model is seen to answer, not from its numbers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor, nn

OBSERVED = True

Train = Callable[[Tensor, Tensor, int], nn.Module]


class _Counted(nn.Module):
    """A model whose scores come of a table of pairs, in one way or the other."""

    def __init__(self, table: Tensor, way: str) -> None:
        super().__init__()
        self.table, self.way = nn.Parameter(table), way

    def forward(self, contexts: Tensor) -> Tensor:
        if self.way == "last":
            return self.table[contexts[:, -1]]
        return self.table[contexts].sum(dim=1)


def _pairs(last: Tensor, targets: Tensor, letters: int) -> Tensor:
    """How often a character follows another, as logarithms."""
    counts = torch.full((letters, letters), 0.1)
    for before, after in zip(last.tolist(), targets.tolist(), strict=True):
        counts[before, after] += 1
    return (counts / counts.sum(dim=1, keepdim=True)).log()


def gives_one_character_always(train: Train) -> Train:
    """Your model gives the same character whatever it reads. Does its loss fall while it is
    trained, and are the parameters that you train those of the model that you return?"""

    def wrong(contexts: Tensor, targets: Tensor, letters: int) -> Any:
        counts = torch.bincount(targets, minlength=letters).float()
        return _Counted(counts.expand(letters, letters).clone(), "last")

    return wrong


def repeats_the_last_character(train: Train) -> Train:
    """Your model gives the character that it has just read. Which target was it trained on?"""

    def wrong(contexts: Tensor, targets: Tensor, letters: int) -> Any:
        return _Counted(torch.eye(letters), "last")

    return wrong


def looks_at_the_last_character_alone(train: Train) -> Train:
    """Your model's answer depends on the last character only. What happens to the others on their
    way to the scores?"""

    def wrong(contexts: Tensor, targets: Tensor, letters: int) -> Any:
        return _Counted(_pairs(contexts[:, -1], targets, letters), "last")

    return wrong


def does_not_know_the_order(train: Train) -> Train:
    """Your model answers the same when it reads backwards: it knows which characters there are, not
    where. What tells it the place of each?"""

    def wrong(contexts: Tensor, targets: Tensor, letters: int) -> Any:
        return _Counted(_pairs(contexts[:, -1], targets, letters), "all")

    return wrong
