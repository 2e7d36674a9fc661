"""Asks the student's own code calls of ours, within bounds: so many, and for so long."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import islice

from autograder.diagnosis.evidence import Evidence, nearly_agree
from autograder.diagnosis.oracle import Oracle
from autograder.diagnosis.outcomes import CallOutcome, agree
from autograder.diagnosis.recording import RecordedCall
from autograder.diagnosis.retelling import NotReplayable
from autograder.sandbox.limits import Spent

MAX_CALLS = 80
SECONDS = 0.5  # of processor time, so that what else the machine does changes nothing
WALL_SECONDS = 5.0  # of code that waits; for all that is asked of one task
MOST_WALL_SECONDS = 30.0  # also of code that does not wait, where the machine is busy:
BUSY = 20.0  # so many seconds on the wall for one of the processor are no waiting

Ask = Callable[[RecordedCall], CallOutcome | None]


class Waited:
    """How long the answers of one task have taken, since this was made."""

    def __init__(self, spent: Callable[[], Spent] = Spent) -> None:
        """`spent` gives the time that all answers have taken, those before included."""
        self._spent, self._before = spent, spent()

    @property
    def processor(self) -> float:
        """Processor time in seconds, from any beginning."""
        return self._spent().processor

    @property
    def is_over(self) -> bool:
        """Whether it has been waited for so long that nothing more is asked."""
        now, before = self._spent(), self._before
        wall, worked = now.wall - before.wall, BUSY * (now.processor - before.processor)
        return wall - worked >= WALL_SECONDS or wall >= MOST_WALL_SECONDS


class Asking:
    """What one function of the student's is asked, beside what the checks have asked it."""

    def __init__(self, ask: Ask, oracle: Oracle, waited: Waited | None = None) -> None:
        """`ask` gives what the student's function makes of a call, None if nothing is known;
        `waited` how long that has taken; without it, only calls are counted.
        """
        self._ask, self._oracle, self._waited = ask, oracle, waited or Waited()
        self._calls, self._until = MAX_CALLS, self._waited.processor + SECONDS

    @property
    def is_over(self) -> bool:
        """Whether no more may be asked."""
        has_time = self._waited.processor < self._until and not self._waited.is_over
        return self._calls <= 0 or not has_time

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
        mine = self._ask(call)
        if mine is None:
            return None
        is_wrong = not has_right_numbers(mine, right)
        return Evidence(-1, call, mine, right, is_accepted=False, is_wrong=is_wrong)


def has_right_numbers(mine: CallOutcome, right: CallOutcome) -> bool:
    """Whether the numbers are right, but for rounding: whatever holds them, in any precision."""
    return agree(mine, right, right, exactly=False) or nearly_agree(mine, right)
