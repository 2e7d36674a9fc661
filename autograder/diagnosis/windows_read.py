"""Which pixels of a padded picture windows read, if they are read as a `Grid` says."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import NamedTuple

import torch
from torch import Tensor

from autograder.diagnosis.grids import Direction, Grid, Index, Where

MAX_REMEMBERED = 4096  # small tensors of indices


class WhereRead(NamedTuple):
    """Which pixels of a padded picture are read, of both axes: indices, which of them lie inside,
    and the shape (H_out, W_out, K_h, K_w) that they broadcast to."""

    indices: list[Tensor]
    inside: list[Tensor]
    shape: tuple[int, ...]

    @property
    def is_inside(self) -> bool:
        """Whether no window sticks out."""
        return all(bool(each.all()) for each in self.inside)


def where_read(
    padded: Sequence[int], sides: list[Direction], counts: list[int], grid: Grid
) -> WhereRead:
    """The pixels read of a picture with these sides. Raises ValueError if there are none."""
    slices = [_slices(sides, counts, axis, grid) for axis in (0, 1)]
    lengths = [
        grid.length[axis](sides[axis], sides[1 - axis])
        if cut is None
        else int((cut[1] - cut[0]).max())
        for axis, cut in enumerate(slices)
    ]
    if grid.beyond == "stretched":  # of a window of one pixel, nothing may be left
        lengths = [max(each, side.window == 1) for each, side in zip(lengths, sides, strict=True)]
    if min(lengths) < 1:
        raise ValueError("nothing is read")
    pixels = [_along(lengths[axis], 2 + axis) for axis in (0, 1)]
    around = (counts, lengths, sides)
    indices = [
        _index(
            grid.index[axis], axis, *(both[each] for both in around for each in (axis, 1 - axis))
        )
        if cut is None
        else cut[0] + pixels[axis]
        for axis, cut in enumerate(slices)
    ]
    if grid.beyond == "stretched":  # as long as a window, or refused
        lengths = [_as_long(length, each) for length, each in zip(lengths, sides, strict=True)]
    inside = [_inside(indices[axis], padded[axis], slices[axis], pixels[axis]) for axis in (0, 1)]
    return WhereRead(indices, inside, (*counts, *lengths))


def _as_long(length: int, side: Direction) -> int:
    """A single pixel is stretched to a window. Raises ValueError where there are several."""
    if length not in (1, side.window):
        raise ValueError("a window has another length")
    return side.window


def _slices(
    sides: list[Direction], counts: list[int], axis: int, grid: Grid
) -> tuple[Tensor, Tensor] | None:
    """Starts and ends of the windows in one direction, if they are read as slices."""
    if grid.slices[axis] is None:
        return None
    own, other = sides[axis], sides[1 - axis]
    start, end = grid.slices[axis](_along(counts[axis], axis), own, other)
    return _as_in_python(start, own.side), _as_in_python(end, own.side)


def _as_in_python(place: Tensor, side: int) -> Tensor:
    """A start or an end of a slice: what is negative counts from the far end."""
    return torch.where(place < 0, (place + side).clamp(min=0), place.clamp(max=side))


def _inside(index: Tensor, side: int, cut: tuple[Tensor, Tensor] | None, pixel: Tensor) -> Tensor:
    if cut is not None:
        return pixel < cut[1] - cut[0]
    return (index >= 0) & (index < side)


@functools.lru_cache(maxsize=512)
def _along(length: int, axis: int) -> Tensor:
    return torch.arange(length).reshape([-1 if each == axis else 1 for each in range(4)])


@functools.lru_cache(maxsize=MAX_REMEMBERED)
def _index(
    index: Index,
    axis: int,
    count: int,
    other_count: int,
    length: int,
    other_length: int,
    side: Direction,
    other_side: Direction,
) -> Tensor:
    """The pixels that are read in one direction; the same for all that lies alike."""
    own = Where(_along(count, axis), _along(length, 2 + axis), side, count)
    other = Where(
        _along(other_count, 1 - axis), _along(other_length, 3 - axis), other_side, other_count
    )
    return index(own, other)
