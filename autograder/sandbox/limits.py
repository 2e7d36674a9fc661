"""The limits of one worker and the time budget of one submission."""

from __future__ import annotations

from typing import Any

from autograder.course import schema
from autograder.sandbox.inside.control import Limits

_DEFAULTS = schema.Limits()


def worker_limits(given: schema.Limits = _DEFAULTS, **changes: Any) -> Limits:
    """The limits of grading.yml as they hold for one worker, with some of them changed."""
    written = given.model_dump(exclude={"submission_seconds"})
    return Limits(**{**written, **changes})


def too_much_memory(megabytes: int) -> str:
    """The end of a sentence that says why a worker was killed."""
    return f"it used more than its {megabytes} MB of memory"


class Budget:
    """The seconds that all calls of one submission have together."""

    def __init__(self, seconds: float) -> None:
        self.seconds = self.left = seconds

    def spend(self, seconds: float) -> None:
        self.left = max(0.0, self.left - seconds)
