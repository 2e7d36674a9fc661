"""Asks the student's code fresh calls, chosen so that what still explains everything differs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice

from autograder.diagnosis.asking import Asking
from autograder.diagnosis.evidence import CallGroup, Evidence, Names
from autograder.diagnosis.fresh_calls import fresh_calls
from autograder.diagnosis.like_the_wrong import like_wrong
from autograder.diagnosis.misconceptions import Catalogue
from autograder.diagnosis.oracle import Oracle
from autograder.diagnosis.outcomes import CallOutcome, agree
from autograder.diagnosis.recording import RecordedCall
from autograder.diagnosis.retelling import NotReplayable

ANSWERS = 3  # fresh ones that have to agree
MAX_ASKED = 16
REFUTING = 6  # fresh calls, by which what explains all else may be refuted
CALLS_LOOKED_AT = 160  # fresh ones; most show nothing of what shows seldom,
MAX_TELLING = 30  # so that as many are kept that do
MIXED, SEED = 40, 3  # calls with numbers of the wrong ones, where no others tell anything
MAX_SURVIVORS = 50
NONE, RIGHT = -1, 0  # in place of an answer's number: none, and the right one


class TellingApart:
    """Tells hypotheses about one group apart, by what the student's code makes of fresh calls."""

    def __init__(
        self, group: CallGroup, catalogue: Catalogue, oracle: Oracle, asking: Asking
    ) -> None:
        self._oracle, self._asking = oracle, asking
        self._group, self._catalogue = group, catalogue
        self._different: dict[
            Evidence, list[CallOutcome]
        ] = {}  # answers to a call, the right first
        self._numbers: dict[Evidence, dict[Names, int]] = {}  # of these, that of each set

    def survivor(self, sets: Sequence[Names]) -> Names | None:
        """The one that also explains fresh calls; of several that never differ, the first.

        None if several that differ remain, or none, or if too few calls could be asked.
        """
        sets = self._crashing_alike(sets)[:MAX_SURVIVORS]
        waiting = self._possible(sets)
        if not waiting:  # nothing can be asked: only what is recorded speaks
            return sets[0] if self._never_differ(sets, self._group.evidence) else None
        asked: list[Evidence] = []
        confirmed = crashes = 0
        for _ in range(MAX_ASKED):
            if not waiting or (confirmed >= ANSWERS and self._never_differ(sets, waiting)):
                break
            call = max(waiting, key=lambda each: self._tells(sets, each))
            waiting.remove(call)
            evidence = self._asking.one(call.call)
            if evidence is None:
                continue
            if evidence.mine.error is not None:
                crashing = self._crashing_too(sets, evidence)
                sets, crashes = crashing or sets, crashes + bool(crashing)
                continue
            sets = [names for names in sets if self._fits(names, evidence)]
            if not sets:
                return None
            asked.append(evidence)
            confirmed += evidence.is_wrong
        has_enough = confirmed >= ANSWERS or (
            confirmed > 0 and confirmed + crashes >= ANSWERS and self._crashes_are_told(sets[0])
        )
        if not self._never_differ(sets, waiting):
            sets = self._fitting_best(sets, asked)
        return sets[0] if has_enough and sets and self._never_differ(sets, waiting) else None

    def is_refuted(self, names: Names) -> bool:
        """Whether the student's code answers one of a few fresh calls otherwise."""
        asked = map(self._asking.one, (each.call for each in self._possible([names])[:REFUTING]))
        return any(
            evidence.mine.error is None and not self._fits(names, evidence)
            for evidence in filter(None, asked)
        )

    def _crashes_are_told(self, names: Names) -> bool:
        """Whether it crashes wherever the student's code was seen to: then that tells something."""
        crashes = (each for each in self._group.wrong if each.mine.error is not None)
        return all(self._crashing_too([names], each) for each in crashes)

    def _crashing_alike(self, sets: Sequence[Names]) -> list[Names]:
        """Those that crash most often where the student's code does."""
        crashes = [each for each in self._group.wrong if each.mine.error is not None]
        alike = {
            names: sum(bool(self._crashing_too([names], each)) for each in crashes)
            for names in sets
        }
        return [names for names in sets if alike[names] == max(alike.values())]

    def _crashing_too(self, sets: Sequence[Names], evidence: Evidence) -> list[Names]:
        replayed = {names: self._oracle.numbers_under(names, evidence) for names in sets}
        return [name for name, each in replayed.items() if each is None or each.error is not None]

    def _possible(self, sets: Sequence[Names]) -> list[Evidence]:
        """Fresh calls with the right answer beside them, not yet asked: those that tell anything,
        with numbers of the wrong calls if need be; if there are none, any."""
        fresh = list(islice(fresh_calls(self._group, self._catalogue), CALLS_LOOKED_AT))
        found, others = self._telling(sets, fresh)
        if not found and any(self._group.wrong_at(exactly=False)):
            wrong = [each.call for each in self._group.wrong_at(exactly=False)]
            like = like_wrong(wrong, self._catalogue.right).mixed(fresh[:MIXED], SEED)
            found, _ = self._telling(sets, like)
        return found or others

    def _telling(
        self, sets: Sequence[Names], calls: Iterable[RecordedCall]
    ) -> tuple[list[Evidence], list[Evidence]]:
        """The calls that tell anything, and the others, each with the right answer beside it."""
        found: list[Evidence] = []
        others: list[Evidence] = []
        for call in calls:
            try:
                right = self._oracle.right(call)
            except NotReplayable:
                continue
            if right.error is None:
                each = Evidence(-1, call, right, right, is_accepted=False, is_wrong=False)
                (found if self._tells(sets, each)[1] else others).append(each)
            if len(found) == MAX_TELLING:
                break
        return found, others

    def _fits(self, names: Names, evidence: Evidence) -> bool:
        replayed = self._oracle.numbers_under(names, evidence)
        return replayed is not None and evidence.fits(replayed, exactly=False)

    def _fitting_best(self, sets: Sequence[Names], asked: Sequence[Evidence]) -> list[Names]:
        """Those that fit without the leeway for rounding, which hides what differs by little."""

        def fits_well(names: Names, evidence: Evidence) -> bool:
            replayed = self._oracle.numbers_under(names, evidence)
            mine, right = evidence.mine, evidence.right
            return replayed is not None and agree(replayed, mine, right, exactly=False)

        return [names for names in sets if all(fits_well(names, each) for each in asked)]

    def _tells(self, sets: Sequence[Names], call: Evidence) -> tuple[int, int]:
        """How many different answers the sets give, and how many are not the right one."""
        numbers = [self._number_of(names, call) for names in sets]
        wrong = sum(each > RIGHT for each in numbers)
        if self._say_the_same(sets):
            return min(wrong, 1), wrong
        return (len({each for each in numbers if each >= RIGHT}) if wrong else 0), wrong

    def _number_of(self, names: Names, call: Evidence) -> int:
        """Which of the different answers to a call this set gives: `RIGHT`, or `NONE`, or else."""
        known = self._numbers.setdefault(call, {})
        if names not in known:
            outcome = self._oracle.numbers_under(names, call)
            if outcome is None or outcome.error is not None:
                known[names] = NONE
            else:
                different = self._different.setdefault(call, [call.right])
                found = (
                    number
                    for number, each in enumerate(different)
                    if each is outcome or agree(outcome, each, call.right, exactly=False)
                )
                known[names] = next(found, len(different))
                if known[names] == len(different):
                    different.append(outcome)
        return known[names]

    def _say_the_same(self, sets: Sequence[Names]) -> bool:
        """Whether a student reads the same of each: they differ beyond the border only."""
        said = {tuple(self._oracle.mistake(name).sentence for name in names) for names in sets}
        return len(said) <= 1

    def _never_differ(self, sets: Sequence[Names], calls: Sequence[Evidence]) -> bool:
        return self._say_the_same(sets) or all(self._tells(sets, call)[0] <= 1 for call in calls)
