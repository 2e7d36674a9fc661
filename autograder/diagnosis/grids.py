"""How windows lie on a picture and are read, rightly or wrongly: a `Grid`.

What is amiss in many loops over windows is only where they read, and how far.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any, NamedTuple

from torch import Tensor


class Direction(NamedTuple):
    """One of the two directions, in pixels.

    side     of the picture with the padding, as it is read
    picture  of the picture alone
    padding  that was asked for
    """

    side: int
    picture: int
    window: int
    step: int
    padding: int


class Where(NamedTuple):
    """Which windows, and which of their pixels, in one direction: both broadcast over the grid."""

    position: Tensor
    pixel: Tensor
    here: Direction
    windows: int


Index = Callable[[Where, Where], Tensor]
Slices = Callable[[Tensor, Direction, Direction], tuple[Tensor, Tensor]]
Count = Callable[[Direction, Direction], int]


def right_index(own: Where, other: Where) -> Tensor:
    """The pixel that a pixel of a window is."""
    return own.position * own.here.step + own.pixel


def right_count(own: Direction, other: Direction) -> int:
    """How many whole windows fit."""
    return (own.side - own.window) // own.step + 1


def true_count(own: Direction) -> int:
    """How many windows there should be, whatever padding was added."""
    return (own.picture + 2 * own.padding - own.window) // own.step + 1


def missing_room(own: Direction, count: int) -> tuple[int, int]:
    """How many places stay empty before and behind so many windows."""
    return 0, true_count(own) - count


def right_length(own: Direction, other: Direction) -> int:
    """How many pixels of a window are read."""
    return own.window


def right_padding(own: Direction, other: Direction) -> tuple[int, int]:
    """How many pixels are added before and behind."""
    return own.padding, own.padding


Twice = tuple[Any, Any]  # for rows, and for columns
Laying = tuple[object, ...]  # what decides how many windows there are


@dataclass(frozen=True)
class Grid:
    """How windows are read, in rows and in columns.

    given   what is taken for the direction, in all that follows
    slices  the start and the end of each window, if it is read as a slice
    beyond  what is read outside of the padded sides: "refused", "zero", "left out", "nearest",
            "other end", "python" (the same, but refused behind the last pixel), or "stretched": a
            single pixel stands for a whole window, as torch has it
    keeps   whether the answer has places where no window was read: "answer" if these stay zero,
            "windows" if all are zero of which they are made
    room    how many such places there are, before and behind
    mode    what the padding holds, in the words of `F.pad`, or a mean; `fill` is the constant
    windows what happens to the windows before the answer is made of them
    made    makes the answer of them, in place of the course's function
    """

    index: Twice = (right_index, right_index)
    count: Twice = (right_count, right_count)
    length: Twice = (right_length, right_length)
    padding: Twice = (right_padding, right_padding)
    given: Twice = (None, None)
    slices: Twice = (None, None)
    beyond: str = "refused"
    keeps: str = ""
    room: Twice = (missing_room, missing_room)
    mode: str = "constant"
    fill: float = 0.0
    windows: Callable[[Tensor], Tensor] | None = None
    made: Callable[[Tensor], Tensor] | None = None

    @functools.cached_property
    def laid(self) -> Laying:
        """The same of grids that lay as many windows on each call."""
        is_plain = self.windows is None and self.made is None
        return self.given, self.padding, self.count, self.room, bool(self.keeps), is_plain


def merged(one: Grid, other: Grid) -> Grid | None:
    """What differs from the right grid in both; None where both differ in the same."""
    right = Grid()
    changes: dict[str, Any] = {}
    for each in fields(Grid):
        a, b, same = (getattr(grid, each.name) for grid in (one, other, right))
        if isinstance(same, tuple):
            sides = [_either(*parts) for parts in zip(a, b, same, strict=True)]
            if not all(is_known for _, is_known in sides):
                return None
            changes[each.name] = tuple(part for part, _ in sides)
        else:
            part, is_known = _either(a, b, same)
            if not is_known:
                return None
            changes[each.name] = part
    return Grid(**changes)


def _either(one: Any, other: Any, right: Any) -> tuple[Any, bool]:
    """The one of the two that is not right, and whether it is known which."""
    if one == right:
        return other, True
    return (one, True) if other in (right, one) else (None, False)


class StickingOut(ValueError):
    """A window sticks out, and that is refused."""
