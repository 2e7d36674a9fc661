"""Searches the smallest set of known mistakes that explains all answers of a function."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from itertools import combinations

from autograder.grading.evidence import Evidence, Group, Witness
from autograder.grading.misconceptions import Catalogue
from autograder.grading.replay import agree

MOST_MISTAKES = 3

Names = tuple[str, ...]


class Effect(Enum):
    """What one mistake alone makes of a call: the right answer, the student's, or another."""

    NONE = 0
    FITS = 1
    OTHER = 2


class Search:
    """The search for the smallest set, for all groups of a task together."""

    def __init__(
        self, catalogue: Catalogue, witness: Witness, groups: Sequence[Group], deadline: float
    ) -> None:
        self._catalogue, self._witness, self._groups = catalogue, witness, groups
        self._deadline = deadline
        self._dtype_matters = True

    def named(self) -> Mapping[Group, Names]:
        """For each group that is explained, the mistakes that explain it."""
        found: dict[Group, Names] = {}
        unexplained = [
            group for group in self._groups if any(e.has_wrong_value for e in group.wrong)
        ]
        # A second time leniently: a mistake may be made in another precision than ours.
        for self._dtype_matters in (True, False):
            for number in range(1, MOST_MISTAKES + 1):
                for group in list(unexplained):
                    sets = self._explanations(group, number)
                    if sets is None:
                        return found  # out of time: a set found so far need not be the only one
                    if sets:
                        unexplained.remove(group)
                        best = self._best(sets)
                        found.update({group: best} if best else {})
        return found

    def _explanations(self, group: Group, number: int) -> list[Names] | None:
        """All sets of `number` mistakes that explain the group; None if time is over."""
        found = []
        for names in self._candidates(group, number):
            if time.perf_counter() > self._deadline:
                return None
            if self._explains(names, group) and self._needs_all(names, group):
                found.append(names)
        return found

    def _candidates(self, group: Group, number: int) -> Iterator[Names]:
        """Sets of `number` mistakes that are worth replaying. Pairs are many, triples more."""
        touching = self._catalogue.touching(group.function)
        if number == 1:
            yield from combinations(touching, 1)
            return
        samples = _samples(group)
        effects = {
            name: [self._effect(name, evidence) for evidence in samples]
            for name in touching
            if time.perf_counter() <= self._deadline
        }
        if number == MOST_MISTAKES:
            touching = tuple(name for name in effects if Effect.FITS in effects[name])
        for names in combinations(touching, number):
            seen = zip(*(effects.get(name, ()) for name in names), strict=False)
            simple = sum(_may_explain(s, e.is_wrong) for s, e in zip(seen, samples, strict=False))
            # Where two mistakes play together, a few calls come out in a way that neither shows.
            if 2 * simple >= len(samples):
                yield names

    def _effect(self, name: str, evidence: Evidence) -> Effect:
        if self._fits((name,), evidence):
            return Effect.FITS if evidence.is_wrong else Effect.NONE
        replayed = self._witness.under((name,), evidence)
        is_idle = replayed is not None and agree(replayed, evidence.right, evidence.right)
        return Effect.NONE if is_idle else Effect.OTHER

    def _explains(self, names: Names, group: Group) -> bool:
        return all(self._fits(names, evidence) for evidence in group.evidence)

    def _needs_all(self, names: Names, group: Group) -> bool:
        """Whether each mistake shows in a wrong answer that the others alone don't give."""
        wrong = [each for each in group.wrong if each.has_wrong_value]
        others = [tuple(other for other in names if other != name) for name in names]
        return all(any(not self._fits(rest, each) for each in wrong) for rest in others)

    def _best(self, sets: Sequence[Names]) -> Names | None:
        """The only one; or the one that explains the most of the task's other functions."""
        if len(sets) == 1:
            return sets[0]
        reach = [sum(self._explains(names, group) for group in self._groups) for names in sets]
        best = [names for names, count in zip(sets, reach, strict=True) if count == max(reach)]
        return best[0] if len(best) == 1 else None

    def _fits(self, names: Names, evidence: Evidence) -> bool:
        replayed = self._witness.under(names, evidence)
        return replayed is not None and evidence.fits(replayed, dtype_matters=self._dtype_matters)


def _samples(group: Group) -> list[Evidence]:
    """Some calls of all sizes, most of them wrong ones."""
    wrong, right = group.wrong, [each for each in group.evidence if not each.is_wrong]
    return [*wrong[:: max(1, len(wrong) // 6)], *right[:: max(1, len(right) // 2)]]


def _may_explain(effects: Sequence[Effect], is_wrong: bool) -> bool:
    """Whether mistakes that have these effects alone may together explain an answer.

    If all but one leave it alone, that one has to explain it. What two of them make of it when
    each has an effect, only trying tells.
    """
    active = [effect for effect in effects if effect is not Effect.NONE]
    if len(active) == 1:
        return active[0] is Effect.FITS
    return bool(active) or not is_wrong
