"""Searches the smallest set of known mistakes that explains all answers of a function.

Sets of one size are tried exactly first, then by their numbers only: who also cuts the gradient,
takes another precision, or crashes on some calls still makes the mistake that the numbers show.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

from autograder.diagnosis.evidence import CallGroup, Evidence, Oracle
from autograder.diagnosis.misconceptions import Catalogue
from autograder.diagnosis.replay import agree

MAX_MISTAKES = 3
# Calls, wrong ones and right ones, on which single mistakes are tried before sets of them.
WRONG_SAMPLES, RIGHT_SAMPLES = 7, 2

Names = tuple[str, ...]


class Effects(NamedTuple):
    """What one mistake alone makes of some calls, a bit for each of them."""

    active: int  # it is not the right answer,
    misfit: int  # nor the student's


class OutOfTime(Exception):
    """A set found so far need not be the only one."""


@dataclass(frozen=True)
class Explanation:
    """The mistakes that explain a group, and whether nothing but them is amiss."""

    names: Names
    is_exact: bool


class Search:
    """The search for the smallest set, for all groups of a task together."""

    def __init__(
        self, catalogue: Catalogue, oracle: Oracle, groups: Sequence[CallGroup], deadline: float
    ) -> None:
        self._catalogue, self._oracle = catalogue, oracle
        # What others use comes first: its mistakes are tried on those that use it.
        self._groups = sorted(groups, key=lambda group: len(catalogue.reach(group.function)))
        self._deadline = deadline
        self._place = {name: place for place, name in enumerate(catalogue.misconceptions)}
        self._found: dict[CallGroup, Explanation] = {}
        self._known: dict[Names, None] = {}  # sets that explain some group

    def named(self) -> Mapping[CallGroup, Explanation]:
        """For each group that is explained, the mistakes that explain it."""
        waiting = [g for g in self._groups if not g.refuses and any(g.wrong_at(exactly=True))]
        try:
            for number in range(1, MAX_MISTAKES + 1):
                for exactly in (True, False):
                    self._try_sets_of(waiting, number, exactly)
        except OutOfTime:
            pass
        for group in self._groups:
            if group.refuses and any(each.has_wrong_value for each in group.wrong):
                self._explain_refusals(group)
        return self._found

    def _try_sets_of(self, waiting: list[CallGroup], number: int, exactly: bool) -> None:
        """Look for sets of this size, and take off the list the groups that some explain."""
        for group in list(waiting):
            reach = self._catalogue.reach(group.function)
            # Its own mistakes come on top of those of what it uses, which are to be found first.
            is_next = number == 1 or not any(
                other.function in reach for other in waiting if other is not group
            )
            if is_next and self._is_explained_by(group, number, exactly):
                waiting.remove(group)

    def _is_explained_by(self, group: CallGroup, number: int, exactly: bool) -> bool:
        """Whether sets of this size explain the group; if one is the best of them, it is named."""
        sets = [names for names in self._known if self._is_explanation(names, group, exactly)]
        sets = sets or [
            names
            for names in dict.fromkeys(self._candidates(group, number, exactly))
            if self._is_explanation(names, group, exactly)
        ]
        if sets and (best := self._best(sets, group)):
            self._known[best] = None
            self._found[group] = Explanation(best, is_exact=False)  # should time run out
            self._found[group] = self._completed(best, group)
        return bool(sets)

    def _candidates(self, group: CallGroup, number: int, exactly: bool) -> Iterator[Names]:
        """Sets that are worth replaying on every call. Pairs are many, triples more."""
        touching = self._catalogue.touching(group.function)
        if number == 1:
            yield from combinations(touching, 1)
            return
        samples = _samples(group, exactly)
        effects = {name: self._effects(name, samples, exactly) for name in touching}
        wrong = sum(1 << place for place, each in enumerate(samples) if each.is_wrong)
        sets: Iterable[Names] = combinations(touching, number)
        if number == MAX_MISTAKES:
            # Two of three have to show alone in some call.
            alone = [name for name, (active, misfit) in effects.items() if active & ~misfit]
            pairs = combinations(alone, number - 1)
            larger = (self._sorted({*pair, name}) for pair in pairs for name in touching)
            sets = dict.fromkeys(names for names in larger if len(names) == number)
        for names in sets:
            if _may_explain([effects[name] for name in names], wrong):
                yield names

    def _effects(self, name: str, samples: Sequence[Evidence], exactly: bool) -> Effects:
        """What one mistake alone makes of the samples."""
        active = misfit = 0
        for place, each in enumerate(samples):
            replayed = self._oracle.under((name,), each)
            right = each.right
            if replayed is None or not agree(replayed, right, right, exactly=exactly):
                active |= 1 << place
                misfit |= (not self._fits((name,), each, exactly)) << place
        return Effects(active, misfit)

    def _misfit(self, names: Names, group: CallGroup, exactly: bool) -> Evidence | None:
        """The first call that the set does not explain."""
        return next((e for e in group.evidence if not self._fits(names, e, exactly)), None)

    def _is_explanation(self, names: Names, group: CallGroup, exactly: bool) -> bool:
        """Whether the set explains every call, and each of its mistakes shows in a wrong answer
        that the others alone don't give."""
        if self._misfit(names, group, exactly):
            return False
        wrong = list(group.wrong_at(exactly=exactly))
        others = [tuple(other for other in names if other != name) for name in names]
        return all(any(not self._fits(rest, each, exactly) for each in wrong) for rest in others)

    def _best(self, sets: Sequence[Names], group: CallGroup) -> Names | None:
        """The one that explains the most of the task's functions; of several, the one whose
        mistakes are this function's own."""

        def merits(names: Names) -> tuple[int, int]:
            reach = sum(not self._misfit(names, other, False) for other in self._groups)
            return reach, self._own(names, group)

        ranked = {names: merits(names) for names in sets}
        best = [names for names in sets if ranked[names] == max(ranked.values())]
        return best[0] if len(best) == 1 else None

    def _own(self, names: Names, group: CallGroup) -> int:
        """How many of the mistakes are made in this very function."""
        targets = [self._catalogue.misconceptions[name].target for name in names]
        return targets.count(group.function)

    def _completed(self, names: Names, group: CallGroup) -> Explanation:
        """With one more mistake where the numbers are explained, but not all that came."""
        probe = self._misfit(names, group, True)
        if probe is None:
            return Explanation(names, is_exact=True)
        touching = self._catalogue.touching(group.function)
        sets = [self._sorted({*names, other}) for other in touching if other not in names]
        fuller = [
            each
            for each in sets
            if self._fits(each, probe, True) and not self._misfit(each, group, True)
        ]
        best = self._best(fuller, group) if fuller else None
        return Explanation(best or names, is_exact=best is not None)

    def _explain_refusals(self, group: CallGroup) -> None:
        """Name one mistake that lets pass what should be refused. What is answered instead, and
        what is refused by luck, tell nothing."""
        singles = combinations(self._catalogue.touching(group.function), 1)
        idle = (names for names in singles if self._changes_nothing_else(names, group))
        for choice in (self._known, idle):
            sets = [names for names in choice if self._lets_pass(names, group)]
            own = [names for names in sets if self._own(names, group)] or sets
            if len(own) == 1:
                self._known[own[0]] = None
                self._found[group] = Explanation(own[0], is_exact=False)
            if sets:
                return

    def _changes_nothing_else(self, names: Names, group: CallGroup) -> bool:
        """Whether all that is possible still has its right answer."""
        possible = [
            each
            for other in self._groups
            if other.function == group.function and not other.refuses
            for each in other.evidence
        ]
        replayed = ((each.right, self._oracle.under(names, each)) for each in possible)
        return all(mine is not None and agree(mine, right, right) for right, mine in replayed)

    def _lets_pass(self, names: Names, group: CallGroup) -> bool:
        """Whether the set answers wherever the student does."""
        answered = [each for each in group.wrong if each.has_wrong_value]
        replayed = [self._oracle.under(names, each) for each in answered]
        return all(each is not None and each.error is None for each in replayed)

    def _fits(self, names: Names, evidence: Evidence, exactly: bool) -> bool:
        if time.thread_time() > self._deadline:
            raise OutOfTime
        replayed = self._oracle.under(names, evidence)
        return replayed is not None and evidence.fits(replayed, exactly=exactly)

    def _sorted(self, names: Iterable[str]) -> Names:
        """In the order of the catalogue, in which they are made."""
        return tuple(sorted(names, key=self._place.__getitem__))


def _samples(group: CallGroup, exactly: bool) -> list[Evidence]:
    """Some calls of all sizes, most of them wrong ones."""
    wrong = list(group.wrong_at(exactly=exactly))
    right = [each for each in group.evidence if not each.is_wrong]
    return [
        *wrong[:: max(1, -(-len(wrong) // WRONG_SAMPLES))],
        *right[:: max(1, -(-len(right) // RIGHT_SAMPLES))],
    ]


def _may_explain(effects: Sequence[Effects], wrong: int) -> bool:
    """Whether mistakes that have these effects alone may together explain all calls.

    If all but one leave a call alone, that one has to explain it. What two of them make of it when
    each has an effect, only trying tells. One of them has to explain some call alone.
    """
    some = several = misfit = fitting = 0
    for effect in effects:
        several |= some & effect.active
        some |= effect.active
        misfit |= effect.misfit
        fitting |= effect.active & ~effect.misfit
    return bool(fitting) and not (misfit & some & ~several) and not (wrong & ~some)
