"""Words for the axes of tensors: the engine has few, the course that is being graded its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

UNNAMED = "entry along axis "  # and its number: of an axis for which nobody has a word
Axes = Mapping[int, Sequence[str]]
# Words for the axes of tensors, by their number: those of the course that is being graded.
_AXES: ContextVar[Axes] = ContextVar("axes", default=MappingProxyType({2: ("row", "column")}))


@contextmanager
def axes_named(axes: Axes) -> Iterator[None]:
    """Within the block, axes have the words of this course, by their number."""
    token = _AXES.set({**_AXES.get(), **axes})
    try:
        yield
    finally:
        _AXES.reset(token)


def axis_words(axes: int) -> Sequence[str]:
    """The course's words for so many axes; none if it has none."""
    return _AXES.get().get(axes, ())


def words_of_each(words: Sequence[str], axes: int) -> Sequence[str]:
    """A word for each of so many axes; fewer words than axes are those of the last ones. Without
    any, they are the course's.
    """
    words = words or axis_words(axes)
    known = words if len(words) <= axes else ()
    return [*(f"{UNNAMED}{place}" for place in range(axes - len(known))), *known]


def place_of(index: NDArray[np.intp], axes: Sequence[str]) -> str:
    """An index in words: 'at row 2, column 0'."""
    if len(axes) != len(index):
        return f"at index {[int(i) for i in index]}"
    return "at " + ", ".join(_at(axis, i) for axis, i in zip(axes, index, strict=True))


def as_many(one: str, other: str) -> str:
    """That two axes are equally long: 'as many rows as columns'."""
    return f"as many {plural(one)} as {plural(other)}"


def plural(axis: str) -> str:
    """Several along an axis: 'rows', 'rows of the window'."""
    if axis.startswith(UNNAMED):
        return f"entries along axis {axis.removeprefix(UNNAMED)}"
    what, of, whole = axis.partition(" of ")
    return f"{what}s{of}{whole}"


def _at(axis: str, index: np.intp) -> str:
    if axis.startswith(UNNAMED):
        return f"entry {index} along axis {axis.removeprefix(UNNAMED)}"
    return f"{axis} {index}"
