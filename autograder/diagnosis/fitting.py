"""Finds the as-if hypotheses that explain a group: alone, with a misconception, or two of them.

Few hypotheses survive the smallest wrong answers. Of two, each is tried alone on a few calls that
differ in their settings: together they may explain a call only if one of them does and the other
leaves it alone, or if both change it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from autograder import expect
from autograder.diagnosis.evidence import CallGroup, Evidence, Names
from autograder.diagnosis.outcomes import CallOutcome
from autograder.diagnosis.properties import is_plain
from autograder.diagnosis.search import Task, in_order, samples_of

WRONG_SAMPLES, RIGHT_SAMPLES = 3, 1
MAX_BEGINNINGS = 12
THOROUGH = 3  # of them, tried even with what has no effect alone
FEW = 300  # mistakes: each of them is tried on every sample


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
    alone_ = _alone(group, task)
    found: dict[Names, None] = {}
    for begun, others in ((partners, hypotheses), (hypotheses, partners)):
        for place, name in enumerate(alone_.beginnings(begun)):
            is_mended = _fit_together if len(others) <= FEW and place < THOROUGH else _mends
            misfit = task.trying.misfit((name,), group, exactly=False)
            if misfit is None:
                continue
            for other in others:
                if other != name and is_mended(name, other, misfit, task):
                    names = in_order((name, other), task.catalogue)
                    if alone_.may_complete(name, other) and task.trying.is_explanation(
                        names, group, exactly=False
                    ):
                        found[names] = None
    return list(found)


def beginnings(group: CallGroup, names: Sequence[str], task: Task) -> list[str]:
    """Those of the mistakes that explain some wrong answers alone."""
    return _alone(group, task).beginnings(names)


def _mends(begun: str, other: str, misfit: Evidence, task: Task) -> bool:
    """Whether both together explain a call that the first alone does not."""
    trying = task.trying
    effects = trying.effects(other, [misfit], exactly=False)
    if not effects.active:
        return False
    if not trying.effects(begun, [misfit], exactly=False).active:
        return not effects.misfit
    return _fit_together(begun, other, misfit, task)


def _fit_together(begun: str, other: str, evidence: Evidence, task: Task) -> bool:
    """The same of any call, also where the other leaves the right answer alone: slow for many."""
    return task.trying.fits(in_order((begun, other), task.catalogue), evidence, exactly=False)


class _Alone:
    """What single mistakes make of some samples, the first so many of them wrong: found out when
    it is first needed, for mistakes are many, and the first sample refutes most."""

    def __init__(self, samples: Sequence[Evidence], wrong: int, task: Task) -> None:
        self._samples, self._wrong = samples, wrong
        self._task, self._trying = task, task.trying
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

        What the two make of a sample is tried only where their effects alone seem to refute them:
        what one makes of it the other may leave alone, say rounding a 1, or change, say the number
        of windows.
        """
        for place, sample in enumerate(self._samples):
            is_active, is_misfit = self._effect(begun, place)
            other_is_active, other_is_misfit = self._effect(other, place)
            if is_active != other_is_active:
                is_told = not is_misfit and not other_is_misfit
            else:  # of what both change, only trying tells
                is_told = is_misfit if is_active else place >= self._wrong
            if not is_told and not _fit_together(begun, other, sample, self._task):
                return False
        return True


def _alone(group: CallGroup, task: Task) -> _Alone:
    telling = (each for each in group.telling if each.is_wrong and each.has_wrong_numbers)
    wrong = list(_differing(telling, WRONG_SAMPLES))
    right = (each for each in group.evidence if not each.is_wrong)
    return _Alone([*wrong, *_differing(right, RIGHT_SAMPLES)], len(wrong), task)


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


def known_together(group: CallGroup, known: Sequence[str], task: Task) -> list[Names]:
    """Pairs of known mistakes of which one has no effect alone where it acts on the other's answer:
    together with those few that explain the most."""
    wrong = [each for each in samples_of(group, exactly=False) if each.is_wrong]
    explained = {
        name: sum(task.trying.fits((name,), each, exactly=False) for each in wrong)
        for name in known
    }
    begun = sorted(filter(explained.get, known), key=lambda name: -explained[name])
    found: dict[Names, None] = {}
    for name in begun[:THOROUGH]:
        misfit = task.trying.misfit((name,), group, exactly=False)
        for other in known:
            if misfit and other != name and _fit_together(name, other, misfit, task):
                names = in_order((name, other), task.catalogue)
                if task.trying.is_explanation(names, group, exactly=False):
                    found[names] = None
    return list(found)
