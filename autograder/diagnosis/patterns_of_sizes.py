"""Patterns that the sizes of wrong answers share, where the sizes themselves are what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from autograder.diagnosis import as_numbers
from autograder.text.axes import as_many, plural
from autograder.text.listing import listed

Numbers = NDArray[np.generic]
Pairs = Sequence[tuple[Numbers, Numbers]]
FEWEST = 3  # answers, and sizes that should be: fewer may be chance


def shared(pairs: Pairs, words: Sequence[str]) -> str:
    """What all wrong answers, each beside the right one, have in common; '' if nothing, or if
    their numbers of axes differ. `words` are those for the axes.
    """
    if any(mine.ndim != right.ndim or right.ndim != len(words) for mine, right in pairs):
        return ""
    if len(pairs) < FEWEST or all(mine.shape == right.shape for mine, right in pairs):
        return ""
    return next((found for pattern in PATTERNS if (found := pattern(pairs, words))), "")


def _cut_out(pairs: Pairs, words: Sequence[str]) -> str:
    """A part of the right answer: from its first entries on, or from its middle."""
    for is_middle, where in ((False, "from its beginning"), (True, "from its middle")):
        if all(_is_part(mine, right, is_middle=is_middle) for mine, right in pairs):
            return f"the result is only a part of the right one, {where}"
    return ""


def _is_part(mine: Numbers, right: Numbers, *, is_middle: bool) -> bool:
    sides = list(zip(mine.shape, right.shape, strict=True))
    if not mine.size or any(mine_ > right_ for mine_, right_ in sides):
        return False
    starts = [(right_ - mine_) // 2 if is_middle else 0 for mine_, right_ in sides]
    part = right[
        tuple(slice(start, start + side[0]) for start, side in zip(starts, sides, strict=True))
    ]
    return bool(as_numbers.agree(mine, part, as_numbers.tolerance(mine, right)).all())


def _fixed(pairs: Pairs, words: Sequence[str]) -> str:
    """Sides that are always the same, where the right ones differ."""
    fixed = []
    for axis, word in enumerate(words):
        mine, right = ({each[which].shape[axis] for each in pairs} for which in (0, 1))
        if len(mine) == 1 and len(right) >= FEWEST:
            number = mine.pop()
            fixed.append(f"{number} {word}{'' if number == 1 else 's'}")
    return f"the result always has {listed(fixed)}, whatever comes in" if fixed else ""


def _exchanged(pairs: Pairs, words: Sequence[str]) -> str:
    """The lengths of two neighbouring axes, each that of the other."""
    for axis, (one, other) in enumerate(pairwise(words)):
        order = [*range(len(words))]
        order[axis : axis + 2] = axis + 1, axis
        if all(mine.shape == tuple(right.shape[i] for i in order) for mine, right in pairs):
            mine_, others = plural(one), plural(other)
            return f"the result has as many {mine_} as it should have {others}, and the reverse"
    return ""


def _square(pairs: Pairs, words: Sequence[str]) -> str:
    """As many rows as columns, where the right answers have different numbers."""
    if len(words) < 2 or all(right.shape[-1] == right.shape[-2] for _, right in pairs):
        return ""
    if any(mine.shape[-1] != mine.shape[-2] for mine, _ in pairs):
        return ""
    both = as_many(*words[-2:])
    return f"the result has {both}, also where it should not"


PATTERNS: Sequence[Callable[[Pairs, Sequence[str]], str]] = (_cut_out, _fixed, _exchanged, _square)
