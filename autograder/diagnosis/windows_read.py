"""Which pixels of a padded picture windows read, if they are read as a `Grid` says."""

from __future__ import annotations

import functools
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import torch
from torch import Tensor

from autograder.diagnosis.grids import Direction, Grid, Index, Slices, Where

MAX_REMEMBERED = 8192  # small tensors of indices

Cut = tuple[Tensor, Tensor]  # where windows start and end that are read as slices


@dataclass(frozen=True)
class OneWay:
    """What is read in one direction: pixels of the padded picture, and which of them lie inside."""

    index: Tensor
    inside: Tensor

    @functools.cached_property
    def is_inside(self) -> bool:
        return bool(self.inside.all())

    @functools.cached_property
    def index_key(self) -> Hashable:
        return self.index.shape, self.index.numpy().tobytes()

    @functools.cached_property
    def inside_key(self) -> Hashable:
        return self.inside.shape, self.inside.numpy().tobytes()


class WhereRead(NamedTuple):
    """Which pixels of a padded picture are read, in both directions, and the shape (H_out, W_out,
    K_h, K_w) that they broadcast to."""

    ways: tuple[OneWay, OneWay]
    shape: tuple[int, ...]

    @property
    def indices(self) -> list[Tensor]:
        return [way.index for way in self.ways]

    @property
    def inside(self) -> list[Tensor]:
        """Which of the indices lie inside."""
        return [way.inside for way in self.ways]

    @property
    def is_inside(self) -> bool:
        """Whether no window sticks out."""
        return self.ways[0].is_inside and self.ways[1].is_inside

    def key(self, beyond: str) -> Hashable:
        """The same where the same is read; `beyond` is that of the `Grid`."""
        read = self.shape, self.ways[0].index_key, self.ways[1].index_key
        if self.is_inside:
            return read
        return read, beyond, self.ways[0].inside_key, self.ways[1].inside_key


def where_read(
    padded: Sequence[int], sides: list[Direction], counts: list[int], grid: Grid
) -> WhereRead:
    """The pixels read of a picture with these sides. Raises ValueError if there are none."""
    cuts = [
        _cut(grid.slices[axis], axis, counts[axis], sides[axis], sides[1 - axis]) for axis in (0, 1)
    ]
    lengths = [
        grid.length[axis](sides[axis], sides[1 - axis])
        if cut is None
        else int((cut[1] - cut[0]).max())
        for axis, cut in enumerate(cuts)
    ]
    if grid.beyond == "stretched":  # of a window of one pixel, nothing may be left
        lengths = [max(each, side.window == 1) for each, side in zip(lengths, sides, strict=True)]
    if min(lengths) < 1:
        raise ValueError("nothing is read")
    around = (counts, lengths, sides)
    ways = tuple(
        _one_way(
            grid.index[axis],
            grid.slices[axis],
            axis,
            padded[axis],
            *(both[each] for both in around for each in (axis, 1 - axis)),
        )
        for axis in (0, 1)
    )
    if grid.beyond == "stretched":  # as long as a window, or refused
        lengths = [_as_long(length, each) for length, each in zip(lengths, sides, strict=True)]
    return WhereRead((ways[0], ways[1]), (*counts, *lengths))


def _as_long(length: int, side: Direction) -> int:
    """A single pixel is stretched to a window. Raises ValueError where there are several."""
    if length not in (1, side.window):
        raise ValueError("a window has another length")
    return side.window


@functools.lru_cache(maxsize=MAX_REMEMBERED)
def _cut(
    slices: Slices | None, axis: int, count: int, own: Direction, other: Direction
) -> Cut | None:
    """Starts and ends of the windows in one direction, if they are read as slices."""
    if slices is None:
        return None
    start, end = slices(_along(count, axis), own, other)
    return _as_in_python(start, own.side), _as_in_python(end, own.side)


def _as_in_python(place: Tensor, side: int) -> Tensor:
    """A start or an end of a slice: what is negative counts from the far end."""
    return torch.where(place < 0, (place + side).clamp(min=0), place.clamp(max=side))


@functools.lru_cache(maxsize=512)
def _along(length: int, axis: int) -> Tensor:
    return torch.arange(length).reshape([-1 if each == axis else 1 for each in range(4)])


@functools.lru_cache(maxsize=MAX_REMEMBERED)
def _one_way(
    index: Index,
    slices: Slices | None,
    axis: int,
    padded: int,
    count: int,
    other_count: int,
    length: int,
    other_length: int,
    side: Direction,
    other_side: Direction,
) -> OneWay:
    """What is read in one direction; the same for all that lies alike."""
    cut = _cut(slices, axis, count, side, other_side)
    pixel = _along(length, 2 + axis)
    if cut is not None:
        start, end = cut
        return OneWay(start + pixel, pixel < end - start)
    own = Where(_along(count, axis), pixel, side, count)
    other = Where(
        _along(other_count, 1 - axis), _along(other_length, 3 - axis), other_side, other_count
    )
    read = index(own, other)
    return OneWay(read, (read >= 0) & (read < padded))
