"""The page of one submission, without a gradebook."""

from __future__ import annotations

from datetime import datetime
from pathlib import PurePath

from autograder.course.model import Assignment, Course
from autograder.exporters.for_students import why_regraded
from autograder.pages import render
from autograder.pages.student_view import Told, page_of
from autograder.pages.told import opened, shown_to
from autograder.pages.words import when
from autograder.results import Report


def page(report: Report, course: Course, now: datetime) -> str:
    """The page that the student would see at this moment."""
    assignment = course.assignments.get(report.assignment) or _unknown(report)
    shown = shown_to(report, assignment, now)
    deadline = assignment.policy.deadline
    line = (f"due {when(deadline)}",) if deadline is not None else ()
    return render.student(
        page_of(
            shown,
            assignment,
            course=course.title,
            who=PurePath(report.submission).name,
            told=Told(shown.score, shown.points, line),
            why_changed=tuple(why_regraded(opened(report, assignment, now))),
        )
    )


def _unknown(report: Report) -> Assignment:
    """A refused submission may fit no assignment."""
    return Assignment(
        name=report.assignment, title="Not graded", starter_url="", seed="", forbidden=(), tasks=()
    )
