"""A student's code in a process of its own, to be asked calls that no check makes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from autograder.course.model import Task
from autograder.course.schema import Limits
from autograder.grading.attempt import Attempt
from autograder.grading.remote import RemoteAnswers
from autograder.grading.sitting import Sitting
from autograder.grading.student import Student
from autograder.sandbox.launcher import Zygotes
from autograder.sandbox.limits import Budget
from autograder.submission.intake import Submission

SEED = 17  # of the student's generators; not a secret: nothing hidden is drawn from it


@contextmanager
def student_apart(
    zygotes: Zygotes,
    submission: Submission,
    task: Task,
    limits: Limits,
    budget: Budget,
    *,
    given: Mapping[str, bytes],
) -> Iterator[Student]:
    """A student's module in a worker that no hidden input has reached, and that is not recorded."""
    attempt = Attempt(zygotes, submission, task, limits, budget, given=given)
    try:
        attempt.begin(SEED)
        yield Student(RemoteAnswers(attempt))
    finally:
        attempt.close()


def start_over(sittings: Sequence[Sitting]) -> None:
    """What is asked of them from here on, is asked of a new process."""
    for each in sittings:
        each.answers.start_over(SEED)
