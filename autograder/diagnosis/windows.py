"""Functions whose answer is made of windows that slide along the last two axes of an argument.

A course's `WINDOWS` say of such a function which argument that is, how the windows lie, and what is
made of them:

    WINDOWS = {"max_pool2d": ("images", _geometry, lambda windows: windows.amax((-2, -1)))}

For functions that give only how many windows lie along a side, `SIZES` have their geometry: side,
window, stride and padding.

`_geometry` gives the window's sides, the strides and the paddings, each a number for both
directions or a pair; the last function gets `windows` (N, C, H_out, W_out, K_h, K_w), with NaN
where a window sticks out. Both may have any of the function's parameters. A `Grid` says how windows
are read, rightly or wrongly: what is amiss in many loops is only where they read and how far.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any, NamedTuple

import torch.nn.functional as F
from torch import Tensor

from autograder.diagnosis.grids import Direction, Grid
from autograder.diagnosis.maps import pair
from autograder.diagnosis.windows_beyond import read_beyond
from autograder.diagnosis.windows_read import where_read

Sizes = Callable[..., tuple[int, int, int, int]]
# Axes of pictures (N, C, H, W) over which a mean is taken that the padding holds.
MEANS = {
    "mean": (0, 1, 2, 3),
    "mean of picture": (1, 2, 3),
    "mean of channel": (0, 2, 3),
    "mean of own channel": (2, 3),
}
Windows = tuple[str, Callable[..., tuple[Any, Any, Any]], Callable[..., Tensor]]


def answer_of(
    written: Windows,
    grid: Grid,
    arguments: Mapping[str, Any],
    *,
    summed: Mapping[str, Any] | None = None,
) -> Tensor:
    """The answer if windows are read so. Raises ValueError where that can't be.

    `summed` are the arguments as they are where the answer is made of the windows.
    """
    name, geometry, made = written
    images = arguments[name]
    laid = _laid(images.shape[-2:], _told(geometry, arguments), grid)
    padded = _padded(images, laid.ends, grid)
    read = _read(padded, laid.sides, laid.counts, grid)
    if grid.keeps == "windows":
        read = _with_room(read, _room(laid, grid), axis=2)
    if grid.windows is not None:
        read = grid.windows(read)
    if grid.made is not None:
        answer = grid.made(read)
    else:
        answer = made(read, **_wanted(made, arguments if summed is None else summed))
    return _with_room(answer, _room(laid, grid), axis=2) if grid.keeps == "answer" else answer


def places_of(written: Windows, grid: Grid, arguments: Mapping[str, Any]) -> tuple[int, int] | None:
    """How many rows and columns of windows the answer has, long before it is known.

    None where more than the count decides.
    """
    if grid.windows is not None or grid.made is not None:
        return None
    name, geometry, _ = written
    laid = _laid(arguments[name].shape[-2:], _told(geometry, arguments), grid)
    room = _room(laid, grid) if grid.keeps else [(0, 0)] * 2
    rows, columns = (count + sum(each) for count, each in zip(laid.counts, room, strict=True))
    return rows, columns


def reading_of(written: Windows, grid: Grid, arguments: Mapping[str, Any]) -> Hashable:
    """The same of all grids that answer this call alike, and long before the answer is known; None
    where more decides. Raises ValueError where windows can't be read so."""
    if grid.windows is not None or grid.made is not None:
        return None
    name, geometry, _ = written
    sides = arguments[name].shape[-2:]
    laid = _laid(sides, _told(geometry, arguments), grid)
    padded = [side + sum(ends) for side, ends in zip(sides, laid.ends, strict=True)]
    where = where_read(padded, laid.sides, laid.counts, grid)
    fill = (grid.mode, grid.fill) if any(map(any, laid.ends)) else ()
    room = tuple(_room(laid, grid)) if grid.keeps else ()
    kept = (grid.keeps, room) if any(map(any, room)) else ()
    return tuple(laid.ends), fill, where.key(grid.beyond), kept


class _Laid(NamedTuple):
    """What the directions are, what they are taken for, the padding, and how many windows lie."""

    bare: list[Direction]
    sides: list[Direction]
    ends: list[tuple[int, int]]
    counts: list[int]


def _laid(sides: Sequence[int], told: tuple[Any, Any, Any], grid: Grid) -> _Laid:
    geometry = (sides, sides, *map(pair, told))
    bare = [Direction(*each) for each in zip(*geometry, strict=True)]
    given = [
        bare[axis] if grid.given[axis] is None else grid.given[axis](bare[axis], bare[1 - axis])
        for axis in (0, 1)
    ]
    ends = [grid.padding[axis](given[axis], given[1 - axis]) for axis in (0, 1)]
    given = [
        each._replace(side=side + sum(end))
        for each, side, end in zip(given, sides, ends, strict=True)
    ]
    counts = [max(0, grid.count[axis](given[axis], given[1 - axis])) for axis in (0, 1)]
    return _Laid(bare, given, ends, counts)


def _told(function: Callable[..., Any], arguments: Mapping[str, Any]) -> Any:
    return function(**_wanted(function, arguments))


_PARAMETERS: dict[Callable[..., Any], tuple[str, ...]] = {}


def _wanted(function: Callable[..., Any], arguments: Mapping[str, Any]) -> dict[str, Any]:
    if function not in _PARAMETERS:
        _PARAMETERS[function] = tuple(inspect.signature(function).parameters)
    return {name: arguments[name] for name in _PARAMETERS[function] if name in arguments}


def _padded(images: Tensor, ends: list[tuple[int, int]], grid: Grid) -> Tensor:
    if not any(map(any, ends)):
        return images
    added = (*ends[1], *ends[0])
    if grid.mode == "constant":
        return F.pad(images, added, value=grid.fill)
    if grid.mode in MEANS:
        held = images.mean(MEANS[grid.mode], keepdim=True)
        return F.pad(images - held, added) + held
    return F.pad(images, added, mode=grid.mode)


def _read(padded: Tensor, sides: list[Direction], counts: list[int], grid: Grid) -> Tensor:
    """The windows (N, C, H_out, W_out, K_h, K_w)."""
    where = where_read(padded.shape[-2:], sides, counts, grid)
    if where.is_inside:
        read = padded[..., where.indices[0], where.indices[1]]
        is_full = read.shape[-4:] == where.shape
        return read if is_full else read.expand(*read.shape[:-4], *where.shape)
    read = read_beyond(padded, where.indices, where.inside, grid.beyond)
    return read.expand(*padded.shape[:-2], *where.shape)


def _room(laid: _Laid, grid: Grid) -> list[tuple[int, int]]:
    """How many places stay empty before and behind, in rows and in columns."""
    return [
        room(bare, count)
        for room, bare, count in zip(grid.room, laid.bare, laid.counts, strict=True)
    ]


def _with_room(tensor: Tensor, room: list[tuple[int, int]], axis: int) -> Tensor:
    """With zeros along `axis` and the next. Raises ValueError where there is too little room."""
    if min(map(min, room)) < 0:
        raise ValueError("more windows than places")
    return F.pad(tensor, [0, 0] * (tensor.ndim - axis - 2) + [*room[1], *room[0]])
