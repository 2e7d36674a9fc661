"""Which mistake lets pass what should be refused. What is answered instead tells nothing."""

from __future__ import annotations

import builtins
from collections.abc import Iterable
from itertools import combinations

from autograder.diagnosis.evidence import CallGroup, Evidence, Names
from autograder.diagnosis.oracle import Oracle
from autograder.diagnosis.outcomes import agree
from autograder.diagnosis.search import Explanation, Task, own


def explain_refusals(
    group: CallGroup, known: Iterable[Names], task: Task, oracle: Oracle
) -> Explanation | None:
    """One of the `known`, which explain other groups; or else one that changes nothing but this."""
    singles = combinations(task.catalogue.touching(group.function), 1)
    idle = (names for names in singles if _changes_nothing_else(names, group, task, oracle))
    named = (names for names in known if _lets_pass(names, group, oracle))
    for choice in (named, (names for names in idle if _refuses_alike(names, group, oracle))):
        sets = list(choice)
        best = [names for names in sets if own(names, group, task.catalogue)] or sets
        if sets:
            return Explanation(best[0], is_exact=False) if len(best) == 1 else None
    return None


def refused_otherwise(group: CallGroup) -> tuple[Names, str]:
    """A name and a sentence where what should be refused is answered, or ends in another exception
    of Python's: only the one, or now this and now that."""
    answered = [each for each in group.wrong if each.mine.error is None]
    kinds = sorted({each.mine.error[0] for each in group.wrong if each.mine.error})
    first = group.wrong[0].right.error
    right = first[0] if first else ""
    if not all(isinstance(getattr(builtins, kind, None), type) for kind in kinds):
        kinds = []
    if answered and all(each.has_wrong_value for each in answered):
        some = "some calls" if len(answered) < len(group.evidence) else "calls"
        others = f" Others end in {_any_of(kinds)} by accident." if kinds else ""
        sentence = (
            f"`{group.function}` answers {some} that are impossible. It should refuse them, with "
            f"{_with_article(right)}, before it reckons.{others}"
        )
        return (f"{group.function}:does_not_refuse",), sentence
    if answered or not kinds:
        return (), ""
    sentence = (
        f"`{group.function}` ends in {_any_of(kinds)} by accident where it should refuse the "
        f"call itself, with {_with_article(right)}."
    )
    return (f"{group.function}:refuses_with:{'_or_'.join(kinds)}",), sentence


def _any_of(kinds: Iterable[str]) -> str:
    return " or ".join(map(_with_article, kinds))


def _with_article(kind: str) -> str:
    return f"an {kind}" if kind[0] in "AEIOU" else f"a {kind}"


def _changes_nothing_else(names: Names, group: CallGroup, task: Task, oracle: Oracle) -> bool:
    """Whether all that is possible still has its right answer."""
    possible = [
        each
        for other in task.groups
        if other.function == group.function and not other.refuses
        for each in other.evidence
    ]
    replayed = ((each.right, oracle.under(names, each)) for each in possible)
    return all(mine is not None and agree(mine, right, right) for right, mine in replayed)


def _lets_pass(names: Names, group: CallGroup, oracle: Oracle) -> bool:
    """Whether the set answers wherever the student does."""
    answered = [each for each in group.wrong if each.has_wrong_value]
    return not any(_refuses(names, each, oracle) for each in answered)


def _refuses_alike(names: Names, group: CallGroup, oracle: Oracle) -> bool:
    """Whether the set answers wherever the student does, and nowhere that the student refuses."""
    return all(
        _refuses(names, each, oracle) == (each.mine.error is not None)
        for each in group.evidence
        if each.has_wrong_value or not each.is_wrong
    )


def _refuses(names: Names, evidence: Evidence, oracle: Oracle) -> bool:
    """Whether no answer comes of it with these mistakes, as far as is known."""
    replayed = oracle.under(names, evidence)
    return replayed is None or replayed.error is not None
