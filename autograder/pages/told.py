"""What a gradebook tells a student beside the report: the points that count, and why."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from autograder.course.model import Assignment
from autograder.exporters.for_students import (
    OF_NETWORKS,
    for_students,
    is_partial,
    limited,
    released,
)
from autograder.gradebook.grade import Grade, Step
from autograder.gradebook.rows import as_moment
from autograder.lms.feedback import told_steps
from autograder.pages.since import since
from autograder.pages.student_view import Told
from autograder.pages.words import points as points_in_words
from autograder.pages.words import when
from autograder.results import Report


def shown_to(report: Report, assignment: Assignment, now: datetime) -> Report:
    """The report as its student may see it at this moment, by the policy of its course."""
    also = OF_NETWORKS if assignment.policy.networks == "all" else ()
    shown = for_students(opened(report, assignment, now), also=also)
    return limited(shown, assignment.policy.feedback_at(now))


def opened(report: Report, assignment: Assignment, now: datetime) -> Report:
    """The report as staff see it, in which what is shown by now is visible."""
    return released(report, assignment.policy.released_by(now))


def told(
    grade: Grade, report: Report, before: Report | None, assignment: Assignment, now: datetime
) -> Told:
    """What stands at the head of the page. `report` is the one that counts, `before` that of the
    attempt before; both as staff see them.
    """
    shown = shown_to(report, assignment, now)
    partial = is_partial(shown)
    earlier = shown_to(before, assignment, now) if before is not None else None
    # The number that counts would give away how the checks ended that are not shown yet.
    steps = () if partial else told_steps(grade, opened(report, assignment, now))
    return Told(
        points=shown.score if partial else grade.known,
        out_of=shown.points if partial else grade.out_of,
        line=tuple(_line(grade, assignment, partial=partial)),
        steps=tuple((step.words, step.points) for step in steps),
        since=since(earlier, shown) if earlier is not None else None,
        so_far=partial or grade.points is None,
        scores=grade.tasks,
        answers=grade.answers,
    )


def _line(grade: Grade, assignment: Assignment, *, partial: bool) -> Iterator[str]:
    """Deadline, being late and what it costs, and what is still to come."""
    deadline = assignment.policy.deadline_of(grade.student.id)
    if deadline is not None:
        yield f"due {when(deadline)}"
    if grade.attempt is not None and grade.attempt.submitted and deadline is not None:
        at = as_moment(grade.attempt.submitted).astimezone(deadline.tzinfo)
        yield _late(at, deadline) + ("" if partial else _penalty(grade))
    if grade.is_locked:
        yield "locked"
    elif grade.points is None and grade.waits_for and not partial:
        yield still_to_be_graded(len(grade.waits_for))


def still_to_be_graded(tasks: int) -> str:
    """'2 tasks still to be graded'."""
    return f"{tasks} task{'s' if tasks > 1 else ''} still to be graded"


def _late(at: datetime, deadline: datetime) -> str:
    seconds = at.timestamp() - deadline.timestamp()
    if seconds <= 0:
        return "handed in in time"
    hours = seconds / 3600
    if hours < 2:
        return f"handed in {seconds / 60:.0f} minutes late"
    late = f"{hours:.1f} hours" if hours < 48 else f"{hours / 24:.1f} days"
    return f"handed in {late} late"


def _penalty(grade: Grade) -> str:
    """What being late has cost: the step of the penalty says how."""
    before: float | None = None
    for step in grade.steps:
        if _is_penalty(step) and before is not None and step.points is not None:
            lost = before - step.points
            return f", −{points_in_words(lost)} points" if lost else ", no penalty"
        before = step.points if step.points is not None else before
    return ", no penalty"


def _is_penalty(step: Step) -> bool:
    return " begun, " in step.words
