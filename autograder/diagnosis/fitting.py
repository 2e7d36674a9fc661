"""Finds the as-if hypotheses that explain a group: alone, with a misconception, or two of them.

Few hypotheses survive the smallest wrong answers. Of two, each is tried alone on a few calls that
differ in their settings: together they may explain a call only if one of them does and the other
leaves it alone, or if both change it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from autograder.diagnosis.evidence import CallGroup, Evidence, Names
from autograder.diagnosis.properties import is_plain
from autograder.diagnosis.search import Task, in_order
from autograder.diagnosis.trying import Effects, may_explain

WRONG_SAMPLES, RIGHT_SAMPLES = 3, 1
MAX_BEGINNINGS = 12


def alone(
    group: CallGroup, hypotheses: Iterable[str], task: Task, *, exactly: bool = False
) -> list[Names]:
    """Single hypotheses that explain every recorded call."""
    singles = ((name,) for name in hypotheses)
    return [each for each in singles if task.trying.is_explanation(each, group, exactly=exactly)]


def together(
    group: CallGroup, hypotheses: Sequence[str], partners: Sequence[str], task: Task
) -> list[Names]:
    """Pairs of a hypothesis and a partner that explain every recorded call.

    One of the two has to explain some wrong answer alone: it is the beginning.
    """
    wrong = list(_differing(group.wrong_at(exactly=False), WRONG_SAMPLES))
    right = (each for each in group.evidence if not each.is_wrong)
    samples = [*wrong, *_differing(right, RIGHT_SAMPLES)]
    effects = {
        name: task.trying.effects(name, samples, exactly=False)
        for name in dict.fromkeys((*partners, *hypotheses))
    }
    all_wrong = (1 << len(wrong)) - 1
    found: dict[Names, None] = {}
    for begun, others in ((partners, hypotheses), (hypotheses, partners)):
        for name in _beginnings(begun, effects):
            for other in others:
                if other != name and _may_complete(effects[name], effects[other], all_wrong):
                    names = in_order((name, other), task.catalogue)
                    if task.trying.is_explanation(names, group, exactly=False):
                        found[names] = None
    return list(found)


def _may_complete(begun: Effects, other: Effects, wrong: int) -> bool:
    """Whether the other may explain what the first does not, and leaves alone what it explains."""
    is_left_alone = not begun.active & ~begun.misfit & other.active
    return is_left_alone and may_explain((begun, other), wrong)


def _beginnings(names: Iterable[str], effects: dict[str, Effects]) -> list[str]:
    """Those that explain some wrong answers alone, those that explain the most first."""
    explained = {name: _explained(effects[name]) for name in names}
    begun = [name for name, calls in explained.items() if calls]
    return sorted(begun, key=lambda name: -explained[name])[:MAX_BEGINNINGS]


def _explained(effects: Effects) -> int:
    """On how many calls it has an effect, which is the student's."""
    return (effects.active & ~effects.misfit).bit_count()


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
