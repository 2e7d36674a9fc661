"""Names the mistakes that explain a task's recorded answers.

The recorded calls are replayed with every known mistake, then with every pair, then with every
triple of them. Named is the smallest set that explains every recorded answer of a function, the
right ones included; where several sets of one size do, the one that also explains more of the
task's other functions; and none where that does not decide. A crash may agree with a mistake but
never names one: each mistake of the set has to make a wrong answer that the others don't explain.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import combinations

from autograder.grading import contrast
from autograder.grading.evidence import Case, Evidence, Group, Witness, gather
from autograder.grading.misconceptions import Catalogue
from autograder.grading.recording import RecordedCall
from autograder.grading.replay import Replayer
from autograder.grading.scoring import CaseOutcome
from autograder.results import Status

MOST_MISTAKES = 3
EXACTLY = "Your answers are exactly those of a known mistake:"
EXACTLY_TOGETHER = "Your answers are exactly those of known mistakes made together:"

Names = tuple[str, ...]


@dataclass(frozen=True)
class Finding:
    """What is known of why a case failed: names of mistakes, and sentences for the student."""

    mistakes: Names = ()
    sentence: str = ""


class Patience:
    """The time that diagnosing one submission may take."""

    def __init__(self, seconds: float) -> None:
        self._left = seconds

    @contextmanager
    def deadline(self) -> Iterator[float]:
        """When to stop, by `time.perf_counter`; the time spent in the block is used up."""
        started = time.perf_counter()
        try:
            yield started + self._left
        finally:
            self._left -= time.perf_counter() - started


def diagnosed(
    catalogue: Catalogue,
    outcomes: Sequence[CaseOutcome],
    calls: Sequence[Sequence[RecordedCall]],
    patience: Patience,
) -> list[CaseOutcome]:
    """The outcomes of a task's cases, with what their calls tell of the failed ones."""
    cases = [
        Case(
            made,
            is_passed=outcome.status is Status.PASSED,
            is_diagnosable=outcome.status in (Status.WRONG, Status.CRASHED),
        )
        for outcome, made in zip(outcomes, calls, strict=True)
    ]
    return [
        replace(outcome, mistakes=finding.mistakes, diagnosis=finding.sentence)
        for outcome, finding in zip(outcomes, diagnose(catalogue, cases, patience), strict=True)
    ]


def diagnose(catalogue: Catalogue, cases: Sequence[Case], patience: Patience) -> list[Finding]:
    """A finding for each case; an empty one where nothing is amiss, or nothing is known."""
    if not any(case.is_diagnosable for case in cases):
        return [Finding() for _ in cases]
    replayer = Replayer()
    try:
        with patience.deadline() as deadline:
            witness = Witness(catalogue, replayer)
            groups = gather(cases, witness)
            named = _Search(catalogue, witness, groups, deadline).named()
            looks = {
                group: contrast.sentence(group, catalogue)
                for group in groups
                if group.wrong and group not in named
            }
    finally:
        replayer.close()
    reader = _Reader(catalogue, witness, named, looks)
    return [reader.finding(number) for number in range(len(cases))]


class _Search:
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
        candidates = self._catalogue.touching(group.function)
        if number == MOST_MISTAKES:
            candidates = self._plausible(candidates, group)
        found = []
        for names in combinations(candidates, number):
            if time.perf_counter() > self._deadline:
                return None
            if self._explains(names, group) and self._needs_all(names, group):
                found.append(names)
        return found

    def _plausible(self, candidates: Names, group: Group) -> Names:
        """The mistakes that explain at least one wrong answer alone: triples are many."""
        wrong = [each for each in group.wrong if each.has_wrong_value]
        return tuple(
            name
            for name in candidates
            if time.perf_counter() <= self._deadline
            and any(self._fits((name,), evidence) for evidence in wrong)
        )

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


class _Reader:
    """Reads off, case by case, what was found out about the functions that it calls."""

    def __init__(
        self,
        catalogue: Catalogue,
        witness: Witness,
        named: Mapping[Group, Names],
        looks: Mapping[Group, str],
    ) -> None:
        self._catalogue, self._witness = catalogue, witness
        self._named, self._looks = named, looks

    def finding(self, case: int) -> Finding:
        """The mistakes that show in this case; or else what its wrong calls have in common."""
        shown: set[str] = set()
        for group, names in self._named.items():
            for evidence in group.wrong:
                if evidence.case == case:
                    shown.update(self._showing(names, evidence))
        if shown:
            return self._exactly(tuple(n for n in self._catalogue.misconceptions if n in shown))
        sentences = (
            sentence
            for group, sentence in self._looks.items()
            if any(evidence.case == case for evidence in group.wrong)
        )
        return Finding(sentence=next(filter(None, sentences), ""))

    def _showing(self, names: Names, evidence: Evidence) -> Names:
        """Those of the mistakes without which this answer would have been another."""
        shown = []
        for name in names:
            rest = tuple(other for other in names if other != name)
            replayed = self._witness.under(rest, evidence)
            if replayed is None or not evidence.fits(replayed, dtype_matters=False):
                shown.append(name)
        return tuple(shown) or names

    def _exactly(self, names: Names) -> Finding:
        sentences = [self._catalogue.misconceptions[name].sentence for name in names]
        opening = EXACTLY if len(names) == 1 else EXACTLY_TOGETHER
        return Finding(names, f"{opening} {' '.join(sentences)}")
