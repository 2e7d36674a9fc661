"""Tries sets of mistakes on the calls of a group: which of them explain what came, until when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from autograder.diagnosis.evidence import CallGroup, Evidence, Names
from autograder.diagnosis.oracle import Oracle
from autograder.diagnosis.outcomes import CallOutcome, agree
from autograder.diagnosis.work import OutOfWork, of_comparison


class Effects(NamedTuple):
    """What one mistake alone makes of some calls, a bit for each of them."""

    active: int  # it is not the right answer,
    misfit: int  # nor the student's


class Trying:
    """Answers what a set of mistakes explains. Raises OutOfWork when too much has been done."""

    def __init__(self, oracle: Oracle, until: int) -> None:
        """`until` is how much work may be done, what was done before included."""
        self._oracle, self._work, self._until = oracle, oracle.work, until
        self._fitting: dict[tuple[int, Evidence], bool] = {}

    @contextmanager
    def at_most(self, share: float) -> Iterator[None]:
        """In the block, no more than this share of the work that is left; then the block ends."""
        before = self._until
        self._until = min(before, self._work.part(share))
        try:
            yield
        except OutOfWork:
            if self._work.is_cut_short or self._work.done > before:
                raise
        finally:
            self._until = before

    def fits(self, names: Names, evidence: Evidence, *, exactly: bool) -> bool:
        """Whether the set explains what came of one call."""
        self._work.a_try(self._until)
        if self._oracle.has_other_places(names, evidence) and not evidence.is_accepted:
            return False
        numbers = self._oracle.numbers_under(names, evidence)
        if numbers is None or not self._fits_numbers(numbers, evidence):
            return False  # whatever else it explains; numbers alone are faster
        if not exactly:
            return True
        replayed = self._oracle.under(names, evidence)
        return replayed is not None and evidence.fits(replayed, exactly=True)

    def _fits_numbers(self, outcome: CallOutcome, evidence: Evidence) -> bool:
        key = id(outcome), evidence  # the oracle keeps it, and gives the same one for many sets
        if key not in self._fitting:
            self._work.add(of_comparison(evidence.size, evidence.mine.answer))
            self._fitting[key] = evidence.fits(outcome, exactly=False)
        return self._fitting[key]

    def outcome(self, names: Names, evidence: Evidence) -> CallOutcome | None:
        """What one call comes to with these mistakes, as far as numbers go."""
        self._work.a_try(self._until)
        return self._oracle.numbers_under(names, evidence)

    def in_full(self, names: Names, evidence: Evidence) -> CallOutcome | None:
        """What one call comes to with these mistakes: numbers, what holds them, and gradients."""
        self._work.a_try(self._until)
        return self._oracle.under(names, evidence)

    def misfit(self, names: Names, group: CallGroup, *, exactly: bool) -> Evidence | None:
        """The first call that the set does not explain."""
        return next(
            (each for each in group.telling if not self.fits(names, each, exactly=exactly)), None
        )

    def is_explanation(self, names: Names, group: CallGroup, *, exactly: bool) -> bool:
        """Whether the set explains every call, and each of its mistakes shows in a wrong answer
        that the others alone don't give."""
        wrong = list(group.wrong_at(exactly=exactly))
        if not wrong or self.misfit(names, group, exactly=exactly):  # as most have
            return False
        others = [tuple(other for other in names if other != name) for name in names]
        return all(
            any(not self.fits(rest, each, exactly=exactly) for each in wrong) for rest in others
        )

    def effects(self, name: str, samples: Sequence[Evidence], *, exactly: bool) -> Effects:
        """What one mistake alone makes of the samples."""
        active = misfit = 0
        for place, each in enumerate(samples):
            if not exactly and self._oracle.has_other_places((name,), each, than="either"):
                active |= 1 << place
                misfit |= 1 << place
                continue
            replayed = self._under((name,), each, exactly)
            self._work.add(of_comparison(each.size, each.right.answer))
            if replayed is None or not agree(replayed, each.right, each.right, exactly=exactly):
                active |= 1 << place
                misfit |= (not self.fits((name,), each, exactly=exactly)) << place
        return Effects(active, misfit)

    def _under(self, names: Names, evidence: Evidence, exactly: bool) -> CallOutcome | None:
        """What the call comes to with these mistakes; numbers alone are faster."""
        under = self._oracle.under if exactly else self._oracle.numbers_under
        return under(names, evidence)


def may_explain(effects: Sequence[Effects], wrong: int) -> bool:
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
