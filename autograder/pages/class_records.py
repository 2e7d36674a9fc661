"""What the pages of a class read of a gradebook: each student with their reports, once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from autograder.course.model import Assignment
from autograder.gradebook import store
from autograder.gradebook.counting import in_order
from autograder.gradebook.database import Database
from autograder.gradebook.grade import Book, Grade
from autograder.gradebook.owners import owned_in
from autograder.gradebook.rows import Rows
from autograder.grading.recording import Recording
from autograder.grading.recording import opened as recording_opened
from autograder.results import CheckResult, Report, TaskResult


@dataclass(frozen=True)
class Record:
    """One student: the grade, the report that counts, and those of all attempts in their order."""

    grade: Grade
    report: Report | None
    attempts: Sequence[Report]

    @property
    def student(self) -> str:
        """The student's id."""
        return self.grade.student.id

    def checks(self) -> Iterator[tuple[TaskResult, CheckResult]]:
        """All checks of the report that counts, with their tasks."""
        if self.report is not None:
            yield from ((task, check) for task in self.report.tasks for check in task.checks)


def records_of(
    database: Database, rows: Rows, book: Book, assignment: Assignment
) -> tuple[Record, ...]:
    """All students of the class, in the order of the roster."""
    candidates = owned_in(rows).candidates
    found = []
    for grade in book.in_assignment(assignment.name):
        own = in_order(candidates.get((grade.student.id, assignment.name), []))
        reports: Mapping[str, Report] = {
            each.grading.key: store.report_of(database, each.grading.key)
            for each in own
            if each.grading is not None
        }
        counts = reports.get(grade.grading.key) if grade.grading is not None else None
        found.append(Record(grade, counts, list(reports.values())))
    return tuple(found)


def recording_of(database: Database, record: Record) -> Recording | None:
    """What was recorded of the attempt that counts; None if nothing was, or it can't be read."""
    if record.grade.grading is None:
        return None
    found = recording_opened(store.recording_of(database, record.grade.grading.key))
    return found if found is not None and found.tasks else None
