"""Finds pairs of mistakes by calls that show only one of them.

The smallest call that goes wrong seldom shows both: what explains it alone is one of the two. The
other is what explains a call that goes wrong although the first changes nothing there. Such calls
are asked for, as the checks need not have made any.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import islice

from autograder.diagnosis.asking import Asking
from autograder.diagnosis.evidence import CallGroup, Evidence, Names
from autograder.diagnosis.fresh_calls import fresh_calls, whole
from autograder.diagnosis.misconceptions import Catalogue
from autograder.diagnosis.oracle import by_size
from autograder.diagnosis.outcomes import CallOutcome, agree
from autograder.diagnosis.search import Task, in_order
from autograder.diagnosis.shrinking import smallest

MAX_ASKED_OF_CRASHES = 60  # calls, for wrong answers of a function that was only seen to crash
MAX_ASKED = 55  # fresh calls, small ones
MAX_WHOLE = 12  # of whole numbers: nothing shows there that rounds
MAX_FIRST = 3  # mistakes that explain the smallest call, of which each is taken for one of the two
MAX_APART = 2  # calls on which the first has no effect: the other may be what gives it one there
MAX_RIGHT = 4  # calls, which one mistake of two leaves right
MAX_LOOKED_AT = 8  # calls, by which mistakes are told apart


def only_crashes(group: CallGroup) -> bool:
    """Whether a function was seen to crash, but to answer nothing wrongly."""
    crashes = [each for each in group.wrong if each.mine.error is not None]
    return bool(crashes) and not group.refuses and not any(group.wrong_at(exactly=True))


def with_fresh_calls(group: CallGroup, asking: Asking, catalogue: Catalogue) -> CallGroup:
    """The group with calls of ours behind those of the checks."""
    asked = asking.each(fresh_calls(group, catalogue), most=MAX_ASKED_OF_CRASHES)
    return replace(group, evidence=(*group.evidence, *asked))


def with_small_calls(group: CallGroup, asking: Asking, catalogue: Catalogue) -> CallGroup:
    """The group with small calls of ours behind those of the checks, among them the smallest that
    goes wrong."""
    asked = [
        *asking.each(fresh_calls(group, catalogue), most=MAX_ASKED),
        *asking.each(map(whole, fresh_calls(group, catalogue)), most=MAX_WHOLE),
    ]
    found = by_size(each for each in (*group.evidence, *asked) if each.has_wrong_numbers)
    least = [smallest(found[0], asking)] if found else []
    new = [*asked, *(each for each in least if each not in found)]
    return replace(group, evidence=(*group.evidence, *by_size(new)))


def isolated(
    group: CallGroup, firsts: Sequence[str], seconds: Sequence[Sequence[Sequence[str]]], task: Task
) -> list[Names]:
    """Pairs of mistakes, of which one explains a small call that goes wrong, and the other one on
    which the first has no effect.

    Any has been tried as the first on the call by which most are refuted; as the second, none has:
    where some of `seconds` are found, later ones are not tried; nor are, on the same call, later
    parts of them.
    """
    wrong = [each for each in by_size(group.evidence) if each.has_wrong_numbers]
    if not wrong:
        return []
    likely = _likely(_begun(group, wrong, firsts, task), group, wrong, task)
    found = (_completing(likely, group, wrong, parts, task) for parts in seconds)
    return next(filter(None, found), [])


def _completing(
    likely: Iterable[str],
    group: CallGroup,
    wrong: Sequence[Evidence],
    parts: Sequence[Sequence[str]],
    task: Task,
) -> list[Names]:
    """Pairs of the first one of those that are likely with which any of the names makes one."""
    found: dict[Names, None] = {}
    known: dict[tuple[Evidence, int], list[str]] = {}
    for first in likely:
        apart = (each for each in wrong[1:] if _leaves_alone(first, each, task))
        for alone in islice(apart, MAX_APART):
            pairs: list[Names] = []
            for number, names in enumerate(parts):
                key = alone, number
                if key not in known:
                    known[key] = _explaining(names, alone, task)
                both = (
                    in_order((first, each), task.catalogue) for each in known[key] if each != first
                )
                pairs = [e for e in both if task.trying.is_explanation(e, group, exactly=False)]
                if pairs:
                    break
            found |= dict.fromkeys(pairs)
        if found:
            return list(found)
    return []


def _begun(
    group: CallGroup, wrong: Sequence[Evidence], names: Sequence[str], task: Task
) -> list[str]:
    """Those that explain the first of the checks' calls, which all have been tried on; if there are
    none, the smallest call."""
    tried = next((each for each in group.telling if each.has_wrong_numbers), wrong[0])
    return _explaining(names, tried, task) or _explaining(names, wrong[0], task)


def _likely(
    begun: Iterable[str], group: CallGroup, wrong: Sequence[Evidence], task: Task
) -> list[str]:
    """Those that leave right answers alone and explain most; of such as do the same, the first."""
    right = [each for each in by_size(group.evidence) if not each.is_wrong][:MAX_RIGHT]
    step = max(1, len(wrong) // MAX_LOOKED_AT)
    some = wrong[::step][:MAX_LOOKED_AT]
    explained: dict[str, int] = {}
    seen: list[list[CallOutcome | None]] = []
    for name in begun:
        if not all(_leaves_alone(name, each, task) for each in right):
            continue
        made = [task.trying.outcome((name,), each) for each in some]
        if not any(_same(made, other, some) for other in seen):
            seen.append(made)
            explained[name] = len(_explained(name, some, task))
    return sorted(explained, key=lambda name: -explained[name])[:MAX_FIRST]


def _explained(name: str, evidence: Iterable[Evidence], task: Task) -> list[Evidence]:
    return [each for each in evidence if task.trying.fits((name,), each, exactly=False)]


def _explaining(names: Iterable[str], evidence: Evidence, task: Task) -> list[str]:
    return [each for each in names if task.trying.fits((each,), evidence, exactly=False)]


def _leaves_alone(name: str, evidence: Evidence, task: Task) -> bool:
    return not task.trying.effects(name, [evidence], exactly=False).active


def _same(
    made: Sequence[CallOutcome | None],
    other: Sequence[CallOutcome | None],
    evidence: Sequence[Evidence],
) -> bool:
    return all(
        a is b or (a is not None and b is not None and agree(a, b, each.right, exactly=False))
        for a, b, each in zip(made, other, evidence, strict=True)
    )
