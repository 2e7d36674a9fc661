"""Finds pairs of mistakes of which neither explains any answer alone: one explains a part of it.

It gives the right shape, some of the numbers, or numbers that are near: say, those that were
rounded afterwards.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from torch import Tensor

from autograder import expect
from autograder.diagnosis.evidence import CallGroup, Evidence, Names
from autograder.diagnosis.outcomes import CallOutcome
from autograder.diagnosis.search import Task, in_order

MAX_BEGUN = 5
MAX_NEAREST = 3
NEARER = 0.5  # than the right answer, at the most


def around_a_part(
    group: CallGroup, begun: Sequence[str], others: Sequence[str], task: Task
) -> list[Names]:
    """Pairs of which one explains a part of an answer: its shape, or some of its numbers.

    Neither need explain any answer alone.
    """
    first = next(iter(group.wrong_at(exactly=False)), None)
    first = next((each for each in group.telling if each.has_wrong_numbers), first)
    if first is None:
        return []
    found: dict[Names, None] = {}
    for name in _explaining_most(begun, first, task):
        for other in others:
            if other != name and task.trying.effects(other, [first], exactly=False).active:
                names = in_order((name, other), task.catalogue)
                if task.trying.fits(names, first, exactly=False):
                    found[names] = None
    return [each for each in found if task.trying.is_explanation(each, group, exactly=False)]


def _explaining_most(names: Iterable[str], evidence: Evidence, task: Task) -> list[str]:
    """Those whose answers have the most numbers of this one, but not fewer than the right one; and
    those that come nearest to it, as what is rounded afterwards does."""
    mine, right = _numbers(evidence.mine), _numbers(evidence.right)
    if mine is None:
        return []
    least, farthest = _alike(mine, right), NEARER * _distance(mine, right)
    found: dict[bytes, tuple[int, float, str]] = {}
    for name in names:
        numbers = _numbers(task.trying.outcome((name,), evidence))
        alike, distance = _alike(mine, numbers), _distance(mine, numbers)
        if numbers is not None and (alike > least or distance < farthest):
            found.setdefault(np.round(numbers, 4).tobytes(), (alike, distance, name))
    most = sorted(found.values(), key=lambda each: -each[0])[:MAX_BEGUN]
    nearest = sorted(found.values(), key=lambda each: each[1])[:MAX_NEAREST]
    return list(dict.fromkeys(name for _, _, name in (*most, *nearest)))


def _numbers(outcome: CallOutcome | None) -> NDArray[Any] | None:
    answer = None if outcome is None else outcome.answer
    if not isinstance(answer, Tensor | np.ndarray):
        return None
    numbers = expect.numbers_of(answer)
    return numbers.astype(np.float64) if numbers.dtype.kind in "biuf" else None


def _alike(mine: NDArray[Any], other: NDArray[Any] | None) -> int:
    """How many numbers are the same, plus one for the shape; -1 if it differs."""
    if other is None or mine.shape != other.shape:
        return -1
    return 1 + int(np.isclose(mine, other, rtol=1e-3, atol=1e-4).sum())


def _distance(mine: NDArray[Any], other: NDArray[Any] | None) -> float:
    """How far apart the numbers are on average; infinity if the shape differs, or any is none."""
    if other is None or mine.shape != other.shape or not mine.size:
        return np.inf
    distance = float(np.abs(mine - other).mean())
    return distance if np.isfinite(distance) else np.inf
