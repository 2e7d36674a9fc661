"""Finds the as-if hypotheses that explain a group: alone, with a misconception, or two of them.

Few hypotheses survive the smallest wrong answers; those that explain all recorded ones are told
apart by fresh calls.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from autograder.diagnosis.evidence import CallGroup, Evidence, Names
from autograder.diagnosis.search import Task, in_order

SMALLEST = 3  # wrong answers, on which hypotheses are tried first
MAX_BEGINNINGS = 8


def alone(group: CallGroup, hypotheses: Iterable[str], task: Task) -> list[Names]:
    """Single hypotheses that explain every recorded call."""
    singles = ((name,) for name in hypotheses)
    return [each for each in singles if task.trying.is_explanation(each, group, exactly=False)]


def together(
    group: CallGroup, hypotheses: Sequence[str], partners: Sequence[str], task: Task
) -> list[Names]:
    """Pairs of a hypothesis and a partner that explain every recorded call.

    One of the two has to explain some wrong answer alone: that one is the beginning.
    """
    found: dict[Names, None] = {}
    for begun, others in (
        (_beginnings(group, partners, task), hypotheses),
        (_beginnings(group, hypotheses, task), partners),
    ):
        for name in begun:
            for names in _with_one_more(name, others, group, task):
                found[names] = None
    return list(found)


def _beginnings(group: CallGroup, names: Iterable[str], task: Task) -> list[str]:
    """Those that explain some of the smallest wrong answers alone, the most telling first."""
    samples = list(_smallest(group))
    fitting = {
        name: sum(task.trying.fits((name,), each, exactly=False) for each in samples)
        for name in names
    }
    begun = sorted((name for name in fitting if fitting[name]), key=lambda name: -fitting[name])
    return begun[:MAX_BEGINNINGS]


def _smallest(group: CallGroup) -> Iterator[Evidence]:
    """Wrong answers, small ones, whose settings differ."""
    seen = set()
    for each in group.wrong_at(exactly=False):
        settings = str([v for v in (*each.call.args, *each.call.kwargs.values()) if _is_small(v)])
        if settings not in seen:
            seen.add(settings)
            yield each
        if len(seen) == SMALLEST:
            return


def _is_small(value: object) -> bool:
    return value is None or isinstance(value, int | tuple)


def _with_one_more(
    name: str, others: Iterable[str], group: CallGroup, task: Task
) -> Iterator[Names]:
    """Pairs with this one that explain every call, tried first where it alone does not."""
    misfit = task.trying.misfit((name,), group, exactly=False)
    if misfit is None:
        return
    for other in others:
        if other == name:
            continue
        names = in_order((name, other), task.catalogue)
        if task.trying.fits(names, misfit, exactly=False) and task.trying.is_explanation(
            names, group, exactly=False
        ):
            yield names
