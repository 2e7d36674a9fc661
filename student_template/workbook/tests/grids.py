"""What your tests compare with: numbers side by side, as small grids, wherever they differ."""

from contextlib import contextmanager
from itertools import zip_longest

import numpy as np
import torch

GRIDS, SIDE = 3, 16  # at most so many grids are shown, and so many rows and columns of each


class Wrong(AssertionError):
    """`case` holds what can be drawn: arrays called input, expected and yours."""

    __module__ = "builtins"  # or pytest would write grids.Wrong

    def __init__(self, sentence, **case):
        super().__init__(sentence)
        self.case = {name: array for name, array in case.items() if array is not None}


def same(yours, expected, why="", *, given=None):
    """Fail unless `yours` has the shape and the numbers of `expected`.

    `yours` is a tensor, an array or a number. `why` is the first sentence that is shown, and
    `given` the picture that went in.
    """
    __tracebackhide__ = True
    got, wanted = _numbers(_answer(yours)), _numbers(expected)
    case = {"input": None if given is None else _numbers(given), "expected": wanted, "yours": got}
    if got.shape != wanted.shape:
        sentence = f"The shape is {got.shape}; it should be {wanted.shape}."
        raise Wrong(_text(why, sentence, _grids(wanted), _grids(got)), **case)
    wrong = ~np.isclose(got, wanted, rtol=1e-4, atol=1e-5)
    if wrong.any():
        sentence = f"{wrong.sum()} of {wrong.size} numbers differ; each has a star."
        if wrong.size == 1:
            sentence = "The number differs."
        grids = _grids(wanted, only=wrong), _grids(got, only=wrong, stars=wrong.size > 1)
        raise Wrong(_text(why, sentence, *grids), **case)


@contextmanager
def refused(what):
    """Fail unless the block raises ValueError with some words in it. `what` is impossible."""
    __tracebackhide__ = True
    try:
        yield
    except ValueError as error:
        if not str(error).strip():
            raise Wrong(f"{what} The ValueError should say so, in a sentence of yours.") from None
    else:
        raise Wrong(f"{what} A ValueError should say so, but none was raised.")


def _answer(yours):
    """What came back, unless it is of a kind that holds no numbers."""
    __tracebackhide__ = True
    if yours is None:
        raise Wrong("Nothing came back: is there a `return`?")
    if not isinstance(yours, torch.Tensor | np.ndarray | np.generic | int | float):
        raise Wrong(f"A tensor should come back; this is of type {type(yours).__name__}.")
    return yours


def _numbers(values):
    values = values.detach().cpu() if isinstance(values, torch.Tensor) else values
    return np.asarray(values, dtype=float)


def _text(why, sentence, expected, yours):
    """The sentences, and below them the two columns."""
    width = max(map(len, [*expected, "expected"]))
    rows = zip_longest(["expected", *expected], ["yours", *yours], fillvalue="")
    columns = [f"    {left:<{width}}   |   {right}".rstrip() for left, right in rows]
    return "\n".join([*filter(None, [why, sentence]), "", *columns])


def _grids(array, only=None, stars=False):
    """The lines of an array: its last two axes are a grid; grids without a star are left out."""
    planes = array.reshape((1,) * (2 - array.ndim) + array.shape) if array.ndim < 2 else array
    wrong = np.ones(planes.shape, bool) if only is None else only.reshape(planes.shape)
    places = [place for place in np.ndindex(planes.shape[:-2]) if wrong[place].any()]
    lines = [] if array.size else ["(nothing)"]
    for place in places[:GRIDS]:
        if planes[..., 0, 0].size > 1:
            lines.append(f"{list(place)}:")
        lines += _rows(planes[place], wrong[place] & stars)
    if len(places) > GRIDS:
        lines.append(f"(and {len(places) - GRIDS} more)")
    return lines


def _rows(grid, stars):
    height, width = grid.shape
    cells = [
        [f"{'*' if stars[i, j] else ''}{grid[i, j]:.5g}" for j in range(min(width, SIDE))]
        for i in range(min(height, SIDE))
    ]
    wide = max((len(cell) for row in cells for cell in row), default=0)
    more = [" …"] if width > SIDE else []
    lines = ["  ".join([*(f"{cell:>{wide}}" for cell in row), *more]) for row in cells]
    return [*lines, "…"] if height > SIDE else lines
