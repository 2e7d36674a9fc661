"""Searches the sets of known mistakes, of one size, that explain all answers of a function.

Sets are tried exactly first, then by their numbers only: who also cuts the gradient, takes another
precision, or crashes on some calls still makes the mistake that the numbers show.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from autograder.diagnosis.evidence import CallGroup, Evidence, Names
from autograder.diagnosis.misconceptions import Catalogue
from autograder.diagnosis.outcomes import agree
from autograder.diagnosis.trying import Trying, may_explain
from autograder.diagnosis.work import OutOfWork

MAX_MISTAKES = 3
# Calls, wrong ones and right ones, on which single mistakes are tried before sets of them.
WRONG_SAMPLES, RIGHT_SAMPLES = 7, 2


@dataclass(frozen=True)
class Explanation:
    """The mistakes that explain a group, and whether nothing but them is amiss."""

    names: Names
    is_exact: bool


@dataclass(frozen=True)
class Ambiguous:
    """Several sets of one size that explain a group equally well."""

    sets: tuple[Names, ...]


@dataclass(frozen=True)
class Task:
    """What is the same for every group of a task."""

    catalogue: Catalogue
    groups: Sequence[CallGroup]
    trying: Trying


@dataclass(frozen=True)
class Size:
    """How many mistakes are looked for, and whether they have to explain more than numbers."""

    number: int
    exactly: bool


def explain(
    group: CallGroup, size: Size, known: Iterable[Names], task: Task
) -> Explanation | Ambiguous | None:
    """The set that explains the group; first tried are the `known`, which explain other groups."""
    trying, exactly = task.trying, size.exactly
    sets = [names for names in known if trying.is_explanation(names, group, exactly=exactly)]
    sets = sets or [
        names
        for names in dict.fromkeys(_candidates(group, size, task))
        if trying.is_explanation(names, group, exactly=exactly)
    ]
    if not sets:
        return None
    best = best_of(sets, group, task)
    return completed(best[0], group, task) if len(best) == 1 else Ambiguous(tuple(best))


def by_used(group: CallGroup, used: Sequence[Names], task: Task) -> Explanation | None:
    """What explains a function that it uses, if that explains it too; of mistakes made together,
    one may not show here."""
    trying, exactly = task.trying, not any(group.wrong_at(exactly=False))
    parts = [(name,) for names in used if len(names) > 1 for name in names]
    for sets in (used, parts):
        fitting = [
            names
            for names in dict.fromkeys(sets)
            if trying.is_explanation(names, group, exactly=exactly)
        ]
        if fitting:
            return completed(fitting[0], group, task) if len(fitting) == 1 else None
    return None


def as_used(names: Names, group: CallGroup, used: Mapping[str, Names], task: Task) -> Names:
    """The names of the same mistakes in a function that it uses, where `used` has them: all but
    what rounding makes of them here."""
    reach = task.catalogue.reach(group.function) - {group.function}
    for function, known in used.items():
        here = {each.replace(f"{function}:", f"{group.function}:", 1) for each in known}
        if function in reach and here == {*names}:
            return known
    return names


def best_of(sets: Sequence[Names], group: CallGroup, task: Task) -> list[Names]:
    """Those that explain the most of the task's functions; of these, those whose mistakes are
    this function's own."""

    def merits(names: Names) -> tuple[int, int]:
        misfits = [task.trying.misfit(names, other, exactly=False) for other in task.groups]
        return misfits.count(None), own(names, group, task.catalogue)

    ranked = {names: merits(names) for names in sets}
    return [names for names in sets if ranked[names] == max(ranked.values())]


def own(names: Names, group: CallGroup, catalogue: Catalogue) -> int:
    """How many of the mistakes are made in this very function."""
    known = (catalogue.misconceptions.get(name) for name in names)
    return sum(each is None or each.target == group.function for each in known)


def completed(names: Names, group: CallGroup, task: Task) -> Explanation:
    """With one more mistake where the numbers are explained, but not all that came."""
    trying = task.trying
    try:
        probe = trying.misfit(names, group, exactly=True)
        if probe is None:
            return Explanation(names, is_exact=True)
        if probe.is_empty:  # a crash, which no further mistake is named for
            return Explanation(names, is_exact=False)
        touching = task.catalogue.touching(group.function)
        sets = [
            in_order((*names, other), task.catalogue)
            for other in touching
            if other not in names and _keeps_numbers(other, group, task)
        ]
        fuller = [
            each
            for each in sets
            if trying.fits(each, probe, exactly=True)
            and not trying.misfit(each, group, exactly=True)
        ]
        best = best_of(fuller, group, task) if fuller else []
    except OutOfWork:
        best = []
    return Explanation(best[0] if len(best) == 1 else names, is_exact=len(best) == 1)


def _keeps_numbers(name: str, group: CallGroup, task: Task) -> bool:
    """Whether the mistake alone leaves all numbers right. Where the numbers are explained already,
    any other that fits with them is hidden by what explains them, and need not be there.
    """
    return all(
        made is not None and agree(made, each.right, each.right, exactly=False)
        for each in group.wrong
        for made in [task.trying.outcome((name,), each)]
    )


def in_order(names: Iterable[str], catalogue: Catalogue) -> Names:
    """In the order in which they are made: that of the catalogue, and what is not in it last."""
    return tuple(sorted(names, key=catalogue.place))


def _candidates(group: CallGroup, size: Size, task: Task) -> Iterator[Names]:
    """Sets that are worth replaying on every call. Pairs are many, triples more."""
    touching = task.catalogue.touching(group.function)
    if size.number == 1:
        yield from combinations(touching, 1)
        return
    samples = samples_of(group, exactly=size.exactly)
    effects = {name: task.trying.effects(name, samples, exactly=size.exactly) for name in touching}
    wrong = sum(1 << place for place, each in enumerate(samples) if each.is_wrong)
    sets: Iterable[Names] = combinations(touching, size.number)
    if size.number == MAX_MISTAKES:
        # Two of three have to show alone in some call.
        alone = [name for name, (active, misfit) in effects.items() if active & ~misfit]
        pairs = combinations(alone, size.number - 1)
        larger = (in_order((*pair, name), task.catalogue) for pair in pairs for name in touching)
        sets = dict.fromkeys(names for names in larger if len({*names}) == size.number)
    for names in sets:
        if may_explain([effects[name] for name in names], wrong):
            yield names


def samples_of(group: CallGroup, *, exactly: bool) -> list[Evidence]:
    """Some calls of all sizes, most of them wrong ones."""
    wrong = list(group.wrong_at(exactly=exactly))
    right = [each for each in group.evidence if not each.is_wrong]
    return [
        *wrong[:: max(1, -(-len(wrong) // WRONG_SAMPLES))],
        *right[:: max(1, -(-len(right) // RIGHT_SAMPLES))],
    ]
