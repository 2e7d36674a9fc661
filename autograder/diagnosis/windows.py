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

import functools
import inspect
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor

from autograder.diagnosis.grids import Direction, Grid, Index, Where
from autograder.diagnosis.maps import pair
from autograder.diagnosis.windows_beyond import read_beyond

Sizes = Callable[..., tuple[int, int, int, int]]
Windows = tuple[str, Callable[..., tuple[Any, Any, Any]], Callable[..., Tensor]]
MAX_REMEMBERED = 4096  # small tensors of indices


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
    return F.pad(images, added, mode=grid.mode)


def _read(padded: Tensor, sides: list[Direction], counts: list[int], grid: Grid) -> Tensor:
    """The windows (N, C, H_out, W_out, K_h, K_w)."""
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
    shape = (*counts, *lengths)
    inside = [
        _inside(indices[axis], padded.shape[-2 + axis], slices[axis], pixels[axis])
        for axis in (0, 1)
    ]
    if all(bool(each.all()) for each in inside):
        read = padded[..., indices[0], indices[1]]
        return read if read.shape[-4:] == shape else read.expand(*read.shape[:-4], *shape)
    return read_beyond(padded, indices, inside, grid.beyond).expand(*padded.shape[:-2], *shape)


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
