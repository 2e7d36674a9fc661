"""Sums whose parts are put together in another way: the largest of them, or their product.

What is made of windows and of another argument, say a kernel, is a sum over axes of the windows.
Its parts are what is made if all of the windows but one entry along these axes is zero.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import product
from typing import Any

import torch
from torch import Tensor

from autograder.diagnosis.executable import of_answers
from autograder.diagnosis.grids import Grid
from autograder.diagnosis.maps import Map
from autograder.diagnosis.misconceptions import Misconception
from autograder.diagnosis.windows import Windows, answer_of

MAX_PARTS = 40
CHANNEL, ROW, COLUMN = 1, 4, 5  # axes of windows
PUT_TOGETHER: Sequence[tuple[str, str, Callable[[Tensor], Tensor]]] = (
    (
        "largest",
        "the largest of what {parts} give were taken, and not their sum",
        lambda t: t.amax(0),
    ),
    (
        "smallest",
        "the smallest of what {parts} give were taken, and not their sum",
        lambda t: t.amin(0),
    ),
    ("product", "what {parts} give were multiplied, and not added up", lambda t: t.prod(0)),
    (
        "positive",
        "only the positive ones of what {parts} give were added up",
        lambda t: t.relu().sum(0),
    ),
    ("size", "the absolute values of what {parts} give were added up", lambda t: t.abs().sum(0)),
)


def of_parts(
    function: str, written: Windows, words: Sequence[str]
) -> Iterator[tuple[str, Misconception]]:
    """The hypotheses, by name; `words` are for channels, and for rows and columns of windows."""
    named = dict(zip((CHANNEL, ROW, COLUMN), words, strict=True))
    for axes in ((CHANNEL,), (ROW,), (COLUMN,), (ROW, COLUMN), (CHANNEL, ROW, COLUMN)):
        parts = f"single {' and '.join(f'{named[axis]}s' for axis in axes)}"
        for stem, sentence, change in PUT_TOGETHER:
            places = "_".join(named[axis].replace(" ", "_") for axis in axes)
            name = f"{function}:parts:{places}:{stem}"
            map_ = Map(stem, sentence.format(parts=parts), lambda answer, given: answer)
            yield name, of_answers(name, "", map_, _changed(written, axes, change))


def _changed(
    written: Windows, axes: tuple[int, ...], change: Callable[[Tensor], Tensor]
) -> Callable[[Any, Any, Mapping[str, Any]], Tensor]:
    def changed(answer: Any, _: Any, given: Mapping[str, Any]) -> Tensor:
        nothing = answer_of(written, Grid(windows=torch.zeros_like), given)
        parts = [
            answer_of(written, Grid(windows=_only(axes, places)), given) - nothing
            for places in _places(written, axes, given)
        ]
        return change(torch.stack(parts)) + nothing

    return changed


def _places(
    written: Windows, axes: tuple[int, ...], given: Mapping[str, Any]
) -> list[tuple[int, ...]]:
    """Of each part, its place along each of the axes. Raises ValueError where they are too many."""
    shape: list[int] = []

    def look(windows: Tensor) -> Tensor:
        shape.extend(windows.shape)
        return windows

    answer_of(written, Grid(windows=look), given)
    places = list(product(*(range(shape[axis]) for axis in axes)))
    if len(places) > MAX_PARTS:
        raise ValueError("there are too many parts")
    return places


def _only(axes: tuple[int, ...], places: tuple[int, ...]) -> Callable[[Tensor], Tensor]:
    def only(windows: Tensor) -> Tensor:
        kept = torch.zeros_like(windows)
        narrow = windows
        for axis, place in zip(axes, places, strict=True):
            narrow = narrow.narrow(axis, place, 1)
        target = kept
        for axis, place in zip(axes, places, strict=True):
            target = target.narrow(axis, place, 1)
        target.copy_(narrow)
        return kept

    return only
