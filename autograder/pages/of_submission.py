"""The page of one submission, without a gradebook."""

from __future__ import annotations

from datetime import datetime
from pathlib import PurePath

from autograder.course.model import Assignment, Course
from autograder.exporters.for_students import is_partial, why_regraded
from autograder.pages import render
from autograder.pages.student_view import Told, page_of
from autograder.pages.told import opened, shown_to, still_to_be_graded
from autograder.pages.words import when
from autograder.results import Report
from autograder.scoring import add_up


def page(report: Report, course: Course, now: datetime) -> str:
    """The page that the student would see at this moment."""
    assignment = course.assignments.get(report.assignment) or _unknown(report)
    shown = shown_to(report, assignment, now)
    deadline = assignment.policy.deadline
    line: tuple[str, ...] = (f"due {when(deadline)}",) if deadline is not None else ()
    # As in a gradebook: all that can be reached, but for what is not shown yet.
    out_of = shown.points if is_partial(shown) else add_up((shown.points, shown.by_person))
    waits = [t for t in shown.tasks if not (t.checks or t.bonus or t.missing or is_partial(shown))]
    line += (still_to_be_graded(len(waits)),) if waits else ()
    return render.student(
        page_of(
            shown,
            assignment,
            course=course.title,
            who=PurePath(report.submission).name,
            told=Told(shown.score, out_of, line, so_far=bool(waits)),
            why_changed=tuple(why_regraded(opened(report, assignment, now))),
        )
    )


def _unknown(report: Report) -> Assignment:
    """A refused submission may fit no assignment."""
    return Assignment(
        name=report.assignment, title="Not graded", starter_url="", seed="", forbidden=(), tasks=()
    )
