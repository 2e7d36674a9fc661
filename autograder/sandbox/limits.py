"""The limits of one worker and the time budget of one submission."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

from autograder.course import schema
from autograder.sandbox.inside.control import Limits

_DEFAULTS = schema.Limits()


def worker_limits(given: schema.Limits = _DEFAULTS, **changes: Any) -> Limits:
    """The limits of one worker: those of grading.yml, with `changes`."""
    written = given.model_dump(exclude={"submission_seconds"})
    return Limits(**{**written, **changes})


def too_much_memory(megabytes: int) -> str:
    """The end of a sentence that says why a worker was killed."""
    return f"it used more than its {megabytes} MB of memory"


def believed(claimed: float, wall: float) -> float:
    """The processor seconds of a call, of which its worker says that they were `claimed`.

    The student's code may have chosen that number: it counts as none at the least, and as the
    `wall` time that has passed here at the most, which it also is if it is no number.
    """
    return wall if math.isnan(claimed) else min(max(claimed, 0.0), wall)


class Spent(NamedTuple):
    """Seconds that calls have taken."""

    wall: float = 0.0
    processor: float = 0.0


class Budget:
    """The seconds of wall time that all calls of one submission have together.

    `spent` also has the processor time of all of them. It only grows: what is taken back from
    `left` was spent all the same.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = self.left = seconds
        self.spent = Spent()

    def spend(self, seconds: float, processor: float | None = None) -> None:
        """Count a call. If its `processor` time is not known, it counts as all of its seconds."""
        self.left = max(0.0, self.left - seconds)
        more = seconds if processor is None else processor
        self.spent = Spent(self.spent.wall + seconds, self.spent.processor + more)
