"""The pages of students, one after the other, of what a gradebook holds."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime

from autograder.course.model import Assignment
from autograder.exporters.for_students import why_regraded
from autograder.gradebook import store
from autograder.gradebook.counting import in_order
from autograder.gradebook.database import Database
from autograder.gradebook.grade import Book, Grade
from autograder.gradebook.owners import owned_in
from autograder.gradebook.rows import Rows
from autograder.pages import render
from autograder.pages.student_view import page_of
from autograder.pages.told import opened, shown_to, told
from autograder.results import Report


def pages_of(
    database: Database,
    rows: Rows,
    book: Book,
    assignment: Assignment,
    *,
    course: str,
    now: datetime,
    only: Collection[str] | None = None,
) -> Iterator[tuple[str, str]]:
    """Student's id → page, of all who have a graded attempt that counts; only of those
    with an id in `only`, if it is given.
    """
    candidates = owned_in(rows).candidates
    for grade in book.in_assignment(assignment.name):
        student = grade.student.id
        if grade.grading is None or (only is not None and student not in only):
            continue
        earlier = None
        own = in_order(candidates.get((student, assignment.name), []))
        graded = [each for each in own if each.grading is not None]
        keys = [each.attempt.attempt for each in graded]
        counts = grade.attempt.attempt if grade.attempt else ""
        if counts in keys and (place := keys.index(counts)):
            before = graded[place - 1].grading
            earlier = store.report_of(database, before.key) if before else None
        report = store.report_of(database, grade.grading.key)
        yield student, page(grade, report, earlier, assignment, course=course, now=now)


def page(
    grade: Grade,
    report: Report,
    earlier: Report | None,
    assignment: Assignment,
    *,
    course: str,
    now: datetime,
) -> str:
    """One student's page; `earlier` is the report of the attempt before."""
    return render.student(
        page_of(
            shown_to(report, assignment, now),
            assignment,
            course=course,
            who=grade.student.name or grade.student.id,
            told=told(grade, report, earlier, assignment, now),
            why_changed=tuple(why_regraded(opened(report, assignment, now))),
        )
    )
