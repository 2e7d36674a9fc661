"""Answers compared as numbers alone: whatever holds them, and in whatever precision."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from torch import Tensor

from autograder import expect

Numbers = NDArray[np.generic]
# dtype → (relative, absolute): what is lost by computing in it. Whole numbers lose nothing.
LOST = {
    **expect.TOLERANCE,
    "bfloat16": (5e-2, 1e-2),
    "float16": (5e-3, 1e-3),
}
NOTHING = (1e-9, 1e-9)
NEARLY = (1e-3, 1e-4)
DEEPEST = 8  # lists within lists


def numbers_of(answer: object, deepest: int = DEEPEST) -> Numbers | None:
    """The numbers of a tensor, an array, a number, or lists of them; None if it holds no such.

    Lists lie within lists to `deepest`; how many more there are costs nothing.
    """
    if isinstance(answer, Tensor | np.ndarray):
        return expect.numbers_of(answer)
    if isinstance(answer, int | float | np.generic):
        return np.asarray(answer)
    if not isinstance(answer, list | tuple) or not answer or not deepest:
        return None
    parts: list[Numbers] = []
    for each in answer:
        part = numbers_of(each, deepest - 1)
        if part is None or part.shape != (parts or [part])[0].shape:
            return None
        parts.append(part)
    return np.stack(parts) if parts[0].ndim < DEEPEST else None


def same(mine: object, other: object) -> bool:
    """Whether both hold the same numbers in the same shape, as far as their precisions can tell."""
    left, right = numbers_of(mine), numbers_of(other)
    if left is None or right is None or left.shape != right.shape:
        return False
    holders = (
        answer if expect.dtype_of(answer) else numbers
        for answer, numbers in ((mine, left), (other, right))
    )
    return bool(agree(left, right, tolerance(*holders)).all())


def nearly(left: Numbers, right: Numbers) -> bool:
    """Whether they differ by rounding at the most, whatever the precision should have been.

    Of small numbers, small differences count.
    """
    if left.shape != right.shape:
        return False
    relative, absolute = NEARLY
    sizes = np.abs(_floats(right))
    largest = float(np.max(sizes, where=np.isfinite(sizes), initial=0.0))
    return bool(agree(left, right, (relative, absolute * min(1.0, largest))).all())


def nearly_whole(left: int, right: int) -> bool:
    """The same of two whole numbers, faster."""
    relative, absolute = NEARLY
    return abs(left - right) <= relative * abs(right) + absolute * min(1, abs(right))


def agree(left: Numbers, right: Numbers, tolerance: tuple[float, float]) -> NDArray[np.bool_]:
    """Element by element; infinities and NaN count as numbers."""
    relative, absolute = tolerance
    mine, other = _floats(left), _floats(right)
    with np.errstate(invalid="ignore", over="ignore"):
        within = np.abs(mine - other) <= absolute + relative * np.abs(other)
    both_nan = (mine != mine) & (other != other)
    result: NDArray[np.bool_] = (within & np.isfinite(other)) | (mine == other) | both_nan
    return result


def tolerance(*holders: object) -> tuple[float, float]:
    """Relative and absolute: that of the least exact of some tensors and arrays."""
    return max(LOST.get(expect.dtype_of(holder), NOTHING) for holder in holders)


def _floats(numbers: Numbers) -> NDArray[Any]:
    return numbers if np.iscomplexobj(numbers) else numbers.astype(np.float64)
