"""Maps of an answer along its axes where something is carried on from one number to the next.

A sum, or the best number so far, that is begun once only goes on along the axes of those loops
inside of which it should have been begun anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import torch
from torch import Tensor

from autograder.diagnosis.maps import Map
from autograder.diagnosis.maps_of_axes import of_tensor, stem_of
from autograder.text.axes import plural

Running = Callable[[Tensor], Tensor]  # along the last axis
KINDS: Sequence[tuple[str, str, Running]] = (
    ("largest_so_far", "the largest", lambda t: t.cummax(-1).values),
    ("smallest_so_far", "the smallest", lambda t: t.cummin(-1).values),
    ("sum_so_far", "the sum", lambda t: t.cumsum(-1)),
)
SUMS = "sum_so_far"


def of_running(words: Sequence[str]) -> Iterator[Map]:
    """The maps of an answer whose axes have these words. Sums along one axis, or along the last
    two, are not among them: they are made elsewhere."""
    axes = len(words)
    for name, kind, change in KINDS:
        for order in _orders(axes, is_sum=name == SUMS):
            listed = [words[axis] for axis in order]
            stem = "_".join(map(stem_of, listed))
            way = f"along its {' and then its '.join(map(plural, listed))}"
            yield Map(
                f"{stem}:{name}",
                f"each number of {{it}} were {kind} of all up to it, {way}",
                of_tensor(_along(order, change)),
                keeps_shape=True,
            )


def _orders(axes: int, *, is_sum: bool) -> Iterator[tuple[int, ...]]:
    """Axes of nested loops, the innermost last: one, the last two each way round, or all from one
    on."""
    if not is_sum:
        yield from ((axis,) for axis in range(axes))
        if axes > 1:
            yield axes - 2, axes - 1
    if axes > 1:
        yield axes - 1, axes - 2
    for first in range(axes - 2):
        yield tuple(range(first, axes))


def _along(order: Sequence[int], change: Running) -> Callable[[Tensor], Tensor]:
    def changed(tensor: Tensor) -> Tensor:
        last = tuple(range(-len(order), 0))
        moved = torch.movedim(tensor, tuple(order), last)
        return change(moved.flatten(-len(order))).reshape(moved.shape).movedim(last, tuple(order))

    return changed
