"""The autograd graphs of the last answers, which a backward pass may be asked through."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import Any

import torch

from . import messages

# Each graph keeps all tensors of its call in memory.
MAX_KEPT = 2 * messages.MAX_GRAPHS_OF_PARTS


class Graphs:
    """Graphs by their numbers: an answer, and the arguments that require gradients."""

    def __init__(self) -> None:
        self._kept: dict[int, tuple[torch.Tensor, list[torch.Tensor]]] = {}
        self._made = 0

    def clear(self) -> None:
        """Forget all."""
        self._kept.clear()

    def forget(self, number: int) -> None:
        """Forget one, if it is still kept."""
        self._kept.pop(number, None)

    def of(self, answer: object, given: Mapping[str, Any]) -> int | None:
        """Keep the graph of an answer that requires gradients; `given` are its arguments."""
        if not isinstance(answer, torch.Tensor) or not answer.requires_grad:
            return None
        leaves = [a for a in given.values() if isinstance(a, torch.Tensor) and a.requires_grad]
        self._made += 1
        self._kept[self._made] = answer, leaves
        self.forget(self._made - MAX_KEPT)
        return self._made

    def of_parts(self, answer: Sequence[object], given: Mapping[str, Any]) -> dict[int, int]:
        """Those of the first tensors of a tuple or a list that require gradients, by place."""
        tracked = (
            place
            for place, part in enumerate(answer)
            if isinstance(part, torch.Tensor) and part.requires_grad
        )
        first = itertools.islice(tracked, messages.MAX_GRAPHS_OF_PARTS)
        graphs = {place: self.of(answer[place], given) for place in first}
        return {place: graph for place, graph in graphs.items() if graph is not None}

    def backward(self, number: int, inflow: torch.Tensor) -> list[torch.Tensor | None]:
        """Run a backward pass; returns the gradients of the arguments."""
        answer, leaves = self._kept[number]
        for leaf in leaves:
            leaf.grad = None
        # `backward(inflow)` would do the same, and import sympy first, which takes 0.2 seconds.
        (answer * inflow).sum().backward(retain_graph=True)  # type: ignore[no-untyped-call]
        return [leaf.grad for leaf in leaves]
