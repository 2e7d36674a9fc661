"""Windows of which more than one thing differs: where they are read, and how many or how long
they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil

from torch import Tensor

from autograder.diagnosis.grids import (
    Direction,
    Where,
    right_count,
    right_index,
    right_length,
    right_padding,
)

MOVED_INSIDE = "a last window that sticks out were moved back until it fits"
RIGHT: Mapping[str, object] = {  # by the names of a grid's fields
    "index": right_index,
    "count": right_count,
    "length": right_length,
    "padding": right_padding,
}


def _second_on(own: Where, other: Where) -> Tensor:
    return right_index(own, other) + 1


def _one_less(own: Direction, other: Direction) -> int:
    return own.window - 1


def _every_step(own: Where, other: Where) -> Tensor:
    return (own.position + own.pixel) * own.here.step


def _of_every_step(own: Direction, other: Direction) -> int:
    """How many windows fit on what is left. Raises ValueError if none does."""
    return _fitting(-(-own.side // own.step), own.window)


def _inside_windows(own: Where, other: Where) -> Tensor:
    return own.position + own.pixel * own.here.step


def _of_wide_windows(own: Direction, other: Direction) -> int:
    """How many windows fit whose pixels are a stride apart. Raises ValueError if none does."""
    return _fitting(own.side, (own.window - 1) * own.step + 1)


def _fitting(side: int, window: int) -> int:
    if side < window:
        raise ValueError("no window fits")
    return side - window + 1


def _moved_inside(own: Where, other: Where) -> Tensor:
    start = own.position * own.here.step
    return start.clamp(max=own.here.side - own.here.window) + own.pixel


def _with_a_last_one(own: Direction, other: Direction) -> int:
    return ceil((own.side - own.window) / own.step) + 1


def _with_a_last_one_that_starts(own: Direction, other: Direction) -> int:
    return min(_with_a_last_one(own, other), ceil(own.side / own.step))


# Name, words, and what differs from the right grid in each direction that is amiss.
LAID: Sequence[tuple[str, str, Mapping[str, object]]] = (
    (
        "length_without_first",
        "the first pixel of each window were left out",
        {"index": _second_on, "length": _one_less},
    ),
    (
        "stride_before_windows",
        "the stride were taken in {lines} of the picture, and windows then moved by one over it",
        {"index": _every_step, "count": _of_every_step},
    ),
    (
        "stride_inside_windows",
        "the stride lay between the pixels of a window, and windows started one pixel apart",
        {"index": _inside_windows, "count": _of_wide_windows},
    ),
    ("moved_inside", MOVED_INSIDE, {"index": _moved_inside, "count": _with_a_last_one}),
    (
        "moved_inside_if_it_starts",
        MOVED_INSIDE,
        {"index": _moved_inside, "count": _with_a_last_one_that_starts},
    ),
)
