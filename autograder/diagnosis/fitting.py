"""Finds the as-if hypotheses that explain a group: alone, with a misconception, or two of them.

Few hypotheses survive the smallest wrong answers. Of two, each is tried alone on a few calls that
differ in their settings: together they may explain a call only if one of them does and the other
leaves it alone, or if both change it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from torch import Tensor

from autograder import expect
from autograder.diagnosis.evidence import CallGroup, Evidence, Names
from autograder.diagnosis.outcomes import CallOutcome
from autograder.diagnosis.properties import is_plain
from autograder.diagnosis.search import Task, in_order

WRONG_SAMPLES, RIGHT_SAMPLES = 3, 1
MAX_BEGINNINGS = 12
FEW = 300  # mistakes: each of them is tried on every sample
MAX_BEGUN = 5


def alone(
    group: CallGroup, hypotheses: Iterable[str], task: Task, *, exactly: bool = False
) -> list[Names]:
    """Single hypotheses that explain every recorded call."""
    singles = ((name,) for name in hypotheses)
    return [each for each in singles if task.trying.is_explanation(each, group, exactly=exactly)]


def two_kinds(group: CallGroup, kinds: Iterable[str], task: Task) -> list[Names]:
    """Pairs of what changes no number, or of one such and a misconception that changes none."""
    trying = task.trying
    wrong = next(group.wrong_at(exactly=True))
    some = [wrong, *_differing(group.telling, WRONG_SAMPLES)]
    touching = task.catalogue.touching(group.function)
    idle = [
        name for name in touching if all(trying.fits((name,), each, exactly=False) for each in some)
    ]
    held = _holder(wrong.mine)
    likely = [name for name in kinds if _holder(trying.in_full((name,), wrong)) == held]
    pairs = dict.fromkeys(
        in_order((one, other), task.catalogue)
        for one in likely
        for other in (*idle, *kinds)
        if other != one
    )
    return [names for names in pairs if trying.is_explanation(names, group, exactly=True)]


def _holder(outcome: CallOutcome | None) -> tuple[str, str]:
    """What holds the numbers of an answer."""
    answer = None if outcome is None else outcome.answer
    return type(answer).__name__, expect.dtype_of(answer)


def together(
    group: CallGroup, hypotheses: Sequence[str], partners: Sequence[str], task: Task
) -> list[Names]:
    """Pairs of a hypothesis and a partner that explain every recorded call.

    One of the two has to explain some wrong answer alone: it is the beginning.
    """
    telling = (each for each in group.telling if each.is_wrong and each.has_wrong_numbers)
    wrong = list(_differing(telling, WRONG_SAMPLES))
    right = (each for each in group.evidence if not each.is_wrong)
    alone_ = _Alone([*wrong, *_differing(right, RIGHT_SAMPLES)], len(wrong), task)
    found: dict[Names, None] = {}
    for begun, others in ((partners, hypotheses), (hypotheses, partners)):
        for name in alone_.beginnings(begun):
            misfit = task.trying.misfit((name,), group, exactly=False)
            if misfit is None:
                continue
            for other in others:
                if other != name and _mends(name, other, misfit, task):
                    names = in_order((name, other), task.catalogue)
                    if alone_.may_complete(name, other) and task.trying.is_explanation(
                        names, group, exactly=False
                    ):
                        found[names] = None
    return list(found)


def _mends(begun: str, other: str, misfit: Evidence, task: Task) -> bool:
    """Whether both together explain a call that the first alone does not."""
    trying = task.trying
    effects = trying.effects(other, [misfit], exactly=False)
    if not effects.active:
        return False
    if not trying.effects(begun, [misfit], exactly=False).active:
        return not effects.misfit
    return trying.fits(in_order((begun, other), task.catalogue), misfit, exactly=False)


class _Alone:
    """What single mistakes make of some samples, the first so many of them wrong: found out when
    it is first needed, for mistakes are many, and the first sample refutes most."""

    def __init__(self, samples: Sequence[Evidence], wrong: int, task: Task) -> None:
        self._samples, self._wrong, self._trying = samples, wrong, task.trying
        self._known: dict[tuple[str, int], tuple[bool, bool]] = {}

    def _effect(self, name: str, place: int) -> tuple[bool, bool]:
        """Whether it changes the right answer of a sample, and whether not to what came."""
        key = name, place
        if key not in self._known:
            effects = self._trying.effects(name, self._samples[place : place + 1], exactly=False)
            self._known[key] = bool(effects.active), bool(effects.misfit)
        return self._known[key]

    def _explains(self, name: str, place: int) -> bool:
        return self._effect(name, place) == (True, False)

    def beginnings(self, names: Sequence[str]) -> list[str]:
        """Those that explain some wrong answers, those that explain the most first.

        Of many, those that explain the first one that any of them does.
        """
        begun: list[str] = []
        for place in range(self._wrong):
            if not begun or len(names) <= FEW:
                begun += [name for name in names if self._explains(name, place)]
        explained = {
            name: sum(self._explains(name, place) for place in range(self._wrong))
            for name in dict.fromkeys(begun)
        }
        return sorted(explained, key=lambda name: -explained[name])[:MAX_BEGINNINGS]

    def may_complete(self, begun: str, other: str) -> bool:
        """Whether the other may explain what the first does not, and leaves alone what it explains.

        What the two make of an answer when each changes it, only trying tells.
        """
        for place in range(len(self._samples)):
            is_active, is_misfit = self._effect(begun, place)
            other_is_active, other_is_misfit = self._effect(other, place)
            if is_active and not is_misfit and other_is_active:
                return False
            if is_active != other_is_active and (is_misfit or other_is_misfit):
                return False
            if place < self._wrong and not is_active and not other_is_active:
                return False
        return True


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
    """Those whose answers have the most numbers of this one, but not fewer than the right one."""
    mine = _numbers(evidence.mine)
    if mine is None:
        return []
    least = _alike(mine, _numbers(evidence.right))
    found: dict[bytes, tuple[int, str]] = {}
    for name in names:
        numbers = _numbers(task.trying.outcome((name,), evidence))
        alike = _alike(mine, numbers)
        if numbers is not None and alike > least:
            found.setdefault(np.round(numbers, 4).tobytes(), (alike, name))
    ranked = sorted(found.values(), key=lambda each: -each[0])
    return [name for _, name in ranked[:MAX_BEGUN]]


def _numbers(outcome: CallOutcome | None) -> NDArray[Any] | None:
    answer = None if outcome is None else outcome.answer
    return answer.double().numpy() if isinstance(answer, Tensor) else None


def _alike(mine: NDArray[Any], other: NDArray[Any] | None) -> int:
    """How many numbers are the same, plus one for the shape; -1 if it differs."""
    if other is None or mine.shape != other.shape:
        return -1
    return 1 + int(np.isclose(mine, other, rtol=1e-3, atol=1e-4).sum())


def _differing(evidence: Iterable[Evidence], most: int) -> Iterator[Evidence]:
    """The first calls, small ones, of which each has settings of its own."""
    seen = set()
    for each in evidence:
        settings = tuple(map(_kind, (*each.call.args, *each.call.kwargs.values())))
        if settings not in seen:
            seen.add(settings)
            yield each
        if len(seen) == most:
            return


def _kind(value: object) -> str:
    """A setting itself, or only that it is a tensor."""
    return str(value) if value is None or is_plain(value) else type(value).__name__
