"""Windows of which the first or the last row, or column, or both count as zero."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from dataclasses import replace

from torch import Tensor

from autograder.diagnosis.grids import Grid
from autograder.diagnosis.maps_of_windows import NamedGrid

WINDOW = (4, 5)  # of the axes (N, C, H_out, W_out, K_h, K_w)


def of_ends_of_windows(words: Sequence[str]) -> Iterator[NamedGrid]:
    """Whatever is made of windows; `words` are those of their two axes, say "row" and "column"."""
    for end, place in (("first", 0), ("last", -1)):
        for axes in (WINDOW, *((axis,) for axis in WINDOW)):
            lines = [words[axis - WINDOW[0]] for axis in axes]
            each = " and ".join(f"the {end} {line}" for line in lines)
            yield NamedGrid(
                f"{end}_{'_and_'.join(lines)}_zero",
                f"{each} of each window counted as zero",
                replace(Grid(), windows=functools.partial(_zero, axes, place)),
            )


def _zero(axes: Sequence[int], place: int, windows: Tensor) -> Tensor:
    """The windows with zeros at one end, whatever was there."""
    made = windows.clone()
    for axis in axes:
        made.select(axis, place).zero_()
    return made
