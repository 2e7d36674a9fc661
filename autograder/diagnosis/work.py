"""How much work a diagnosis may take: counted where it is done, so that it is the same everywhere.

Which hypotheses are tried must not depend on how fast or how busy a machine is, or one submission
would have other mistakes today than tomorrow. So a search ends after so much work, and not after so
much time. A unit of work is what took a microsecond of processor time on the machine where the
costs were fitted; on another one it takes another time, and the search ends at the same try.

What is made once for all submissions, such as the hypotheses of a function, costs nothing: whoever
comes first has as much as all others.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from autograder.diagnosis.properties import is_list
from autograder.diagnosis.recording import RecordedCall

# The solution is asked: about plain settings, about arrays, and about what is made before.
OF_SETTINGS, OF_ARRAYS, OF_MADE = 45, 120, 300
MAP, OF_WINDOWS = 50, 165  # an answer is made of one that is known, or of all windows
# It is found out what a mistake comes to on a call, and no answer is made.
OF_READING, OF_WINDOWS_READ = 12, 25
NUMBERS_OF_A_UNIT = 10  # so many that go into a call cost one more each time
COMPARISON, OF_WHOLE_NUMBERS = 30, 10  # of two outcomes
TRY = 8  # mistakes are tried, of which it may be known what they come to
ASKED = 750  # the student's code is asked a call of ours
MILLION = 1_000_000  # units, about a second
SECONDS = 10.0  # of processor time, which no ordinary search takes, even where it runs slowly
BETWEEN_LOOKS = 20  # tries from one look at the clock to the next


def of_replay(call: RecordedCall, size: int) -> int:
    """What it costs to ask the solution a call, into which so many numbers go."""
    if call.made is not None or call.files:
        return OF_MADE + size // NUMBERS_OF_A_UNIT
    values = (*call.args, *call.kwargs.values())
    has_arrays = any(hasattr(value, "shape") or is_list(value) for value in values)
    return OF_ARRAYS + size // NUMBERS_OF_A_UNIT if has_arrays else OF_SETTINGS


def of_map(size: int, *, of_windows: bool) -> int:
    """What it costs to make another answer to a call, into which so many numbers go."""
    return (OF_WINDOWS if of_windows else MAP) + size // NUMBERS_OF_A_UNIT


def of_comparison(size: int, answer: object) -> int:
    """What it costs to compare with this answer to a call, into which so many numbers go."""
    is_whole = type(answer) is int
    return OF_WHOLE_NUMBERS if is_whole else COMPARISON + size // NUMBERS_OF_A_UNIT


class OutOfWork(Exception):
    """No more may be tried: a set found so far need not be the only one."""


class WorkBudget:
    """The work that diagnosing one submission may take."""

    def __init__(self, units: int) -> None:
        self.done = 0
        self.is_cut_short = False  # by the clock: on another machine, more may be found
        self._most = units
        self._seconds = SECONDS
        self._since: float | None = None
        self._tries = 0

    def add(self, cost: int) -> None:
        """Count work that is being done."""
        self.done += cost

    def part(self, share: float) -> int:
        """How much will be done when this share of what is left is used up."""
        return self.done + int(share * max(0, self._most - self.done))

    def a_try(self, until: int) -> None:
        """Count a try. Raises OutOfWork if `until` has been reached."""
        self.done += TRY
        self._tries += 1
        if self._tries % BETWEEN_LOOKS == 0 and self._since is not None:
            self.is_cut_short |= time.thread_time() - self._since > self._seconds
        if self.done > until or self.is_cut_short:
            raise OutOfWork

    @contextmanager
    def timed(self) -> Iterator[None]:
        """What is done in the block may not take too long, whatever it counts."""
        self._since = time.thread_time()
        try:
            yield
        finally:
            self._seconds -= time.thread_time() - self._since
            self._since = None
