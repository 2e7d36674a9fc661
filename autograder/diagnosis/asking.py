"""Asks the student's own code calls of ours, within bounds: so many, and for so long."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from itertools import islice

from autograder.diagnosis.evidence import Evidence, nearly_agree
from autograder.diagnosis.oracle import Oracle
from autograder.diagnosis.outcomes import CallOutcome, agree
from autograder.diagnosis.recording import RecordedCall
from autograder.diagnosis.replay import NotReplayable

MAX_CALLS = 80
SECONDS = 0.5  # of wall time

Ask = Callable[[RecordedCall], CallOutcome | None]


class Asking:
    """What one function of the student's is asked, beside what the checks have asked it."""

    def __init__(
        self, ask: Ask, oracle: Oracle, clock: Callable[[], float] = time.perf_counter
    ) -> None:
        """`ask` gives what the student's function makes of a call, None if nothing is known;
        `clock` gives the time, in seconds, by which it may ask on.
        """
        self._ask, self._oracle, self._clock = ask, oracle, clock
        self._calls, self._seconds = MAX_CALLS, SECONDS

    @property
    def is_over(self) -> bool:
        """Whether no more may be asked."""
        return self._calls <= 0 or self._seconds <= 0

    def each(self, calls: Iterable[RecordedCall], most: int) -> list[Evidence]:
        """The evidence of these calls, of `most` at the most; fewer if there is no more time.

        Left out are calls that are impossible, and those of which nothing is known.
        """
        found: list[Evidence] = []
        for call in islice(calls, 2 * most):  # of which some may be impossible
            if len(found) >= most or self.is_over:
                break
            if (evidence := self.one(call)) is not None:
                found.append(evidence)
        return found

    def one(self, call: RecordedCall) -> Evidence | None:
        """The evidence of one call; None if it is impossible, or nothing came of it."""
        try:
            right = self._oracle.right(call)
        except NotReplayable:
            return None
        if right.error is not None or self.is_over:
            return None
        self._calls -= 1
        started = self._clock()
        mine = self._ask(call)
        self._seconds -= self._clock() - started
        if mine is None:
            return None
        is_wrong = not has_right_numbers(mine, right)
        return Evidence(-1, call, mine, right, is_accepted=False, is_wrong=is_wrong)


def has_right_numbers(mine: CallOutcome, right: CallOutcome) -> bool:
    """Whether the numbers are right, but for rounding: whatever holds them, in any precision."""
    return agree(mine, right, right, exactly=False) or nearly_agree(mine, right)
