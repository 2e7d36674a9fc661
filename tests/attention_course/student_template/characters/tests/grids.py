"""What your tests compare with: numbers side by side, as small grids, wherever they differ."""

import math
import operator
from contextlib import contextmanager
from itertools import zip_longest

import numpy as np
import torch

GRIDS, SIDE = 3, 16  # at most so many grids are shown, and so many rows and columns of each
WIDEST = 120  # characters of a list or a text
# The order in which numbers are added is yours to choose; float64 still is far more exact.
TOLERANCE = {"float64": 1e-9}


class Wrong(AssertionError):
    """`case` holds what can be drawn: arrays called input, expected and yours."""

    __module__ = "builtins"  # or pytest would write grids.Wrong

    def __init__(self, sentence, **case):
        super().__init__(sentence)
        self.case = {name: array for name, array in case.items() if array is not None}


def same(yours, expected, why="", *, given=None):
    """Fail unless `yours` has the kind, the shape and the numbers of `expected`.

    Where a tensor is expected, or one was `given` as the picture that went in, a tensor of the same
    dtype has to come back. Lists, tuples, dicts and texts have to be equal, but for the rounding of
    numbers; an array may hold the numbers of a list. `why` is the first sentence that is shown.
    """
    __tracebackhide__ = True
    is_array = isinstance(yours, torch.Tensor | np.ndarray | np.generic)
    if isinstance(expected, dict | str) or (isinstance(expected, list | tuple) and not is_array):
        _equal(yours, expected, why)
        return
    wanted_dtype = _dtype(expected) or (_dtype(given) if isinstance(given, torch.Tensor) else "")
    is_tensor = isinstance(expected, torch.Tensor) or isinstance(given, torch.Tensor)
    got, wanted = _numbers(_answer(yours, expected, is_tensor=is_tensor)), _numbers(expected)
    case = {"input": None if given is None else _numbers(given), "expected": wanted, "yours": got}
    if got.shape != wanted.shape:
        sentence = f"The shape is {got.shape}; it should be {wanted.shape}."
        raise Wrong(_text(why, sentence, _grids(wanted), _grids(got)), **case)
    tolerance = TOLERANCE.get(wanted_dtype)
    near = {"rtol": tolerance or 1e-4, "atol": tolerance or 1e-5}
    wrong = ~np.isclose(got, wanted, **near)
    if wrong.any():
        sentence = f"{wrong.sum()} of {wrong.size} numbers differ; each has a star."
        if wrong.size == 1:
            sentence = "The number differs."
        grids = _grids(wanted, only=wrong), _grids(got, only=wrong, stars=wrong.size > 1)
        raise Wrong(_text(why, sentence, *grids), **case)
    if wanted_dtype:
        has_dtype(yours, wanted_dtype)


def has_shape(yours, wanted):
    """Fail unless this is a tensor of shape `wanted`."""
    __tracebackhide__ = True
    shape = tuple(_answer(yours, None, is_tensor=True).shape)
    if shape != tuple(wanted):
        raise Wrong(f"The shape is {shape}; it should be {tuple(wanted)}.")


def has_dtype(yours, *wanted):
    """Fail unless the dtype is one of those `wanted`, such as "float32"."""
    __tracebackhide__ = True
    if _dtype(yours) not in wanted:
        raise Wrong(f"The dtype is {_dtype(yours)}; it should be {' or '.join(wanted)}.")


def by_pytorch(function, *arguments, **settings):
    """What PyTorch's own function gives. Your code may not call it; a test may."""
    return function(*arguments, **settings)


def some(*shape, dtype=torch.float32):
    """Numbers around 0, no two alike, the same in every run."""
    generator = torch.Generator().manual_seed(sum(shape))
    return torch.randn(shape, generator=generator, dtype=dtype)


def go_back(result):
    """Send a gradient back through a result, another number to each of its places."""
    (result * some(*result.shape, dtype=result.dtype)).sum().backward()


def unchanged(before, after, what):
    """Fail if something was written into what went in."""
    __tracebackhide__ = True
    if not _alike(before, after, exactly=True):
        raise Wrong(f"Your code has written into {what}; work on new numbers, or on a copy.")


@contextmanager
def refused(what):
    """Fail unless the block raises ValueError with some words in it. `what` is impossible."""
    __tracebackhide__ = True
    try:
        yield
    except ValueError as error:
        if not str(error).strip():
            raise Wrong(f"{what} The ValueError should say so, in a sentence of yours.") from None
    except NotImplementedError:
        raise
    except Exception as error:
        kind = type(error).__name__
        said = " ".join(str(error).split())[:200]
        raise Wrong(
            f"{what} Your code should raise a ValueError that says so; it raises {kind}"
            f"{f': {said}' if said else '.'}"
        ) from error
    else:
        raise Wrong(f"{what} A ValueError should say so, but none was raised.")


def _answer(yours, expected, *, is_tensor):
    """What came back, unless it is of another kind than what is expected."""
    __tracebackhide__ = True
    if yours is None:
        raise Wrong("Nothing came back: is there a `return`?")
    kind = type(yours).__name__
    if isinstance(yours, tuple) and hasattr(yours, "values") and hasattr(yours, "indices"):
        raise Wrong(
            f"Two tensors came back, the numbers and their places: `.{kind}(…)` with an axis gives "
            "both. The numbers are in its `.values`."
        )
    if isinstance(expected, int):
        try:
            return operator.index(yours)
        except TypeError:
            raise Wrong(f"A whole number (int) should come back, not one of type {kind}.") from None
    if is_tensor and not isinstance(yours, torch.Tensor):
        raise Wrong(f"A tensor should come back, not something of type {kind}.")
    if not isinstance(yours, torch.Tensor | np.ndarray | np.generic | int | float):
        raise Wrong(f"A tensor or an array should come back, not something of type {kind}.")
    return yours


def _equal(yours, expected, why):
    """Fail unless both are of one kind and equal; nothing is drawn of them."""
    __tracebackhide__ = True
    if yours is None:
        raise Wrong("Nothing came back: is there a `return`?")
    kind, wanted = _kind(yours), _kind(expected)
    if kind != wanted:
        sentence = f"A {wanted} should come back, not something of type {kind}."
        raise Wrong("\n".join(filter(None, (why, sentence))))
    if not _alike(yours, expected):
        sentence = f"The {kind}s differ." if kind != "str" else "The texts differ."
        columns = [_cut(repr(expected))], [_cut(repr(yours))]
        raise Wrong(_text(why, sentence, *columns))


def _kind(value):
    """list, tuple, dict or str, also for what is made of one; else the type's own name."""
    kinds = (kind.__name__ for kind in (list, tuple, dict, str) if isinstance(value, kind))
    return next(kinds, type(value).__name__)


def _alike(one, other, *, exactly=False):
    """The same, whatever lies in whatever. Unless `exactly`, numbers may differ by rounding."""
    if isinstance(one, torch.Tensor | np.ndarray) or isinstance(other, torch.Tensor | np.ndarray):
        one, other = _numbers(one), _numbers(other)
        near = {"rtol": 0, "atol": 0} if exactly else {"rtol": 1e-4, "atol": 1e-5}
        return one.shape == other.shape and np.isclose(one, other, **near, equal_nan=True).all()
    if isinstance(one, list | tuple | dict):
        if _kind(one) != _kind(other) or len(one) != len(other):
            return False
        if isinstance(one, dict):
            pairs = [(one[key], other[key]) for key in one if key in other]
        else:
            pairs = list(zip(one, other, strict=True))
        return len(pairs) == len(one) and all(_alike(*pair, exactly=exactly) for pair in pairs)
    if isinstance(one, float) and isinstance(other, int | float):
        near = 0 if exactly else 1e-6
        is_same = math.isclose(one, other, rel_tol=near, abs_tol=near / 1000)
        return is_same or (one != one and other != other)
    return one == other


def _cut(text):
    return text if len(text) <= WIDEST else f"{text[:WIDEST]}…"


def _dtype(values):
    """The name of the dtype of a tensor or an array, such as float32; empty for anything else."""
    if isinstance(values, torch.Tensor | np.ndarray | np.generic):
        return str(values.dtype).removeprefix("torch.")
    return ""


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
