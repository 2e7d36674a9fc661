"""Turns the exception that a check raised into an outcome, with a sentence for each reader."""

from __future__ import annotations

from dataclasses import replace

from autograder.errors import CheckFailed, StudentError
from autograder.grading.written import Written
from autograder.results import Status
from autograder.scoring import CaseOutcome
from autograder.text.legible import one_line

MAX_MESSAGE = 1000  # a sentence of ours around some of the student's
UNREADABLE_ANSWER = "The check could not make sense of the answer, though it can of the right one."


def only_if_written(failure: BaseException | None) -> str | None:
    """The sentence that students read only if the course contains it; None if there is none."""
    is_open = isinstance(failure, CheckFailed | StudentError) and not failure.told
    return str(failure.args[0]) if failure is not None and is_open else None


def in_a_report(sentence: str) -> str:
    """The sentence as a report has it."""
    return one_line(sentence, limit=MAX_MESSAGE)


def judged(
    outcome: CaseOutcome, failure: BaseException | None, *, fault: str, written: Written
) -> CaseOutcome:
    """The outcome of a case that raised `failure`; `fault` is the check's own fault, or ''.

    Students read only sentences made for them, and sentences that the course has `written`.
    """
    if fault:
        return replace(outcome, status=Status.BROKEN, fault=one_line(fault))
    if failure is None:
        return outcome
    if not isinstance(failure, CheckFailed | StudentError):
        return replace(
            outcome, status=Status.WRONG, message=UNREADABLE_ANSWER, told=UNREADABLE_ANSWER
        )
    said = failure.args[0]
    told = failure.told or (said if written.holds(said) else failure.untold)
    return replace(
        outcome,
        status=failure.status,
        message=in_a_report(said),
        told=in_a_report(told),
        place=failure.place if isinstance(failure, StudentError) else None,
        share=failure.share if isinstance(failure, CheckFailed) else 0.0,
    )
