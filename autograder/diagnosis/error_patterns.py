"""Patterns that the errors of wrong answers share, in words without any of their numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from torch import Tensor

from autograder import expect
from autograder.diagnosis import as_numbers, patterns_of_sizes
from autograder.diagnosis.evidence import Evidence
from autograder.text import axes as words_of_axes
from autograder.text.axes import place_of, plural

Numbers = NDArray[np.generic]
Pattern = Callable[[Numbers, Numbers, Sequence[str]], str]


def shared(wrong: Sequence[Evidence], words: Sequence[str]) -> str:
    """The first pattern that all wrong answers have, in words; or nothing.

    `words` are those for the axes of an answer.
    """
    pairs = [(_numbers(each.mine.answer), _numbers(each.right.answer)) for each in wrong]
    known = [(mine, right) for mine, right in pairs if mine is not None and right is not None]
    if not known or len(known) < len(pairs):
        return ""
    nearly = [as_numbers.nearly(mine, right) for mine, right in known]
    if any(nearly):  # rounding is what is wrong, which no other pattern explains
        return "the numbers are right, but less exact than they should be" if all(nearly) else ""
    for pattern in PATTERNS:
        found = {pattern(mine, right, words) for mine, right in known}
        if len(found) == 1 and (sentence := found.pop()):
            return sentence
    return patterns_of_sizes.shared(known, axis_words(words, known[0][1].ndim))


def first_stage(wrong: Sequence[Evidence], words: Sequence[str]) -> str:
    """What goes wrong first, of all that could: the size, the first number, its neighbours, the
    other channels, the other pictures. In words, or nothing if there are no numbers.
    """
    stages = [found for each in wrong if (found := _stage(each)) is not None]
    if not stages:
        return ""
    stage, axes = min(stages)
    names = axis_words(words, axes)
    if stage == SIZE:
        return "already the size of the result is wrong"
    if stage == FIRST_NUMBER:
        return "the size of the result is right, but already its first number is wrong"
    if axes < FIRST_SIDE + 2 or stage == NEIGHBOURS:
        return "the first number of the result is right, but others beside it are wrong"
    which = names[1] if stage == CHANNELS else names[0]
    return f"the first {which} of the result is right, but others are wrong"


SIZE, FIRST_NUMBER, NEIGHBOURS, CHANNELS, PICTURES = range(5)
FIRST_SIDE = 2  # (N, C, H, W)


def _stage(evidence: Evidence) -> tuple[int, int] | None:
    """The stage at which this answer goes wrong, and how many axes it has."""
    mine, right = _numbers(evidence.mine.answer), _numbers(evidence.right.answer)
    if mine is None or right is None or not right.ndim:
        return None
    if mine.shape != right.shape:
        return SIZE, right.ndim
    wrong = ~_agrees(mine, right)
    if not wrong.any():
        return None
    if wrong.flat[0]:
        return FIRST_NUMBER, right.ndim
    if right.ndim < FIRST_SIDE + 2 or wrong[0, 0].any():
        return NEIGHBOURS, right.ndim
    return (CHANNELS if wrong[0].any() else PICTURES), right.ndim


def axis_words(words: Sequence[str], axes: int) -> Sequence[str]:
    """A word for each axis: the course's own, or the usual ones."""
    if len(words) != axes:
        words = words_of_axes.axis_words(axes) or words
    return words_of_axes.words_of_each(words, axes)


def first_difference(mine: object, right: object, words: Sequence[str]) -> str:
    """Where the first wrong number is, in words; nothing if the shapes differ, or if it is the only
    number.
    """
    left, truth = _numbers(mine), _numbers(right)
    if left is None or truth is None or left.shape != truth.shape or not truth.ndim:
        return ""
    wrong = np.argwhere(~_agrees(left, truth))
    return place_of(wrong[0], axis_words(words, truth.ndim)) if len(wrong) else ""


def _transposed(mine: Numbers, right: Numbers, words: Sequence[str]) -> str:
    is_same = mine.ndim == right.ndim >= 2 and _same(mine.swapaxes(-1, -2), right)
    names = axis_words(words, right.ndim)[-2:]
    return (
        f"{plural(names[0])} and {plural(names[1])} of the result are exchanged" if is_same else ""
    )


def _too_long(mine: Numbers, right: Numbers, words: Sequence[str]) -> str:
    if mine.ndim != right.ndim or mine.shape == right.shape:
        return ""
    differences = [a - b for a, b in zip(mine.shape, right.shape, strict=True)]
    places = [place for place, difference in enumerate(differences) if difference]
    if {abs(differences[place]) for place in places} != {1} or len({*differences} - {0}) != 1:
        return ""
    how = "one too many" if differences[places[0]] > 0 else "one too few"
    names = [axis_words(words, right.ndim)[place] for place in places]
    return f"the result has {how} of each of these: {', '.join(names)}"


def _axis_missing(mine: Numbers, right: Numbers, words: Sequence[str]) -> str:
    is_same = mine.ndim < right.ndim and mine.size == right.size
    is_same = is_same and _same(mine.reshape(right.shape), right)
    return "the numbers are right, but the result lacks an axis" if is_same else ""


def _first_only(mine: Numbers, right: Numbers, words: Sequence[str]) -> str:
    if mine.shape != right.shape:
        return ""
    for axis in range(right.ndim):
        first, others = [slice(None)] * right.ndim, [slice(None)] * right.ndim
        first[axis], others[axis] = slice(0, 1), slice(1, None)
        rest_mine, rest = mine[tuple(others)], right[tuple(others)]
        is_first = _same(mine[tuple(first)], right[tuple(first)])
        if rest.size and is_first and not _agrees(rest_mine, rest).any():
            return f"only the first {axis_words(words, right.ndim)[axis]} of the result is right"
    return ""


def _at_the_border(mine: Numbers, right: Numbers, words: Sequence[str]) -> str:
    if mine.shape != right.shape or right.ndim < 2 or min(right.shape[-2:]) < 3:
        return ""
    inner = (..., slice(1, -1), slice(1, -1))
    return "the result is wrong at its border only" if _same(mine[inner], right[inner]) else ""


def _shifted(mine: Numbers, right: Numbers, words: Sequence[str]) -> str:
    if mine.shape != right.shape or right.ndim < 2 or min(right.shape[-2:]) < 3:
        return ""
    names = axis_words(words, right.ndim)[-2:]
    for axis, name in zip((-2, -1), names, strict=True):
        for ahead, behind in ((mine, right), (right, mine)):
            end, start = [slice(None)] * right.ndim, [slice(None)] * right.ndim
            end[axis], start[axis] = slice(1, None), slice(None, -1)
            if _same(ahead[tuple(end)], behind[tuple(start)]):
                return f"the result is shifted by one {name}"
    return ""


def _offset(mine: Numbers, right: Numbers, words: Sequence[str]) -> str:
    if mine.shape != right.shape or right.size < 3:
        return ""
    difference = _floats(mine) - _floats(right)
    if _is_constant(difference):
        return "the result is off by the same number everywhere"
    if right.ndim > 2 and all(_is_constant(part) for part in difference.swapaxes(0, 1)):
        word = axis_words(words, right.ndim)[1]
        return f"the result is off by a number of its own for each {word}"
    return ""


def _scaled(mine: Numbers, right: Numbers, words: Sequence[str]) -> str:
    if mine.shape != right.shape or right.size < 3 or (right == 0).all():
        return ""
    left, truth = _floats(mine).ravel(), _floats(right).ravel()
    factor = float(left @ truth / (truth @ truth))
    if not np.isfinite(factor) or not np.allclose(left, factor * truth, rtol=1e-4, atol=1e-6):
        return ""
    if abs(factor) < 1e-6:
        return ""
    if factor < 0:
        return "the result has the wrong sign" if abs(factor + 1) < 1e-4 else ""
    return f"the whole result is too {'large' if factor > 1 else 'small'} by one factor"


PATTERNS: Sequence[Pattern] = (
    _transposed,
    _axis_missing,
    _too_long,
    _scaled,
    _offset,
    _first_only,
    _shifted,
    _at_the_border,
)


def _numbers(answer: object) -> Numbers | None:
    return expect.numbers_of(answer) if isinstance(answer, Tensor | np.ndarray) else None


def _agrees(mine: Numbers, right: Numbers) -> NDArray[np.bool_]:
    return as_numbers.agree(mine, right, as_numbers.tolerance(mine, right))


def _same(mine: Numbers, right: Numbers) -> bool:
    return mine.shape == right.shape and bool(_agrees(mine, right).all())


def _floats(numbers: Numbers) -> NDArray[Any]:
    return numbers.astype(np.float64)


def _is_constant(numbers: NDArray[Any]) -> bool:
    return bool(np.allclose(numbers, numbers.flat[0], rtol=1e-3, atol=1e-5))
