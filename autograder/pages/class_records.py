"""What the pages of a class read of a gradebook: each student with their reports, once."""

from __future__ import annotations

from collections import Counter
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
    """One student: the grade, the report that counts, and those of all attempts in their order.

    `name` is the student's, with the id where several have it.
    """

    grade: Grade
    name: str
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
    grades = book.in_assignment(assignment.name)
    names = Counter(grade.student.name for grade in grades)
    found = []
    for grade in grades:
        own = in_order(candidates.get((grade.student.id, assignment.name), []))
        reports: Mapping[str, Report] = {
            each.grading.key: store.report_of(database, each.grading.key)
            for each in own
            if each.grading is not None
        }
        counts = reports.get(grade.grading.key) if grade.grading is not None else None
        person = grade.student
        name = person.name if person.name and names[person.name] == 1 else person.shown
        found.append(Record(grade, name, counts, list(reports.values())))
    return tuple(found)


def recording_of(database: Database, record: Record) -> Recording | None:
    """What was recorded of the attempt that counts; None if nothing was, or it can't be read."""
    if record.grade.grading is None:
        return None
    found = recording_opened(store.recording_of(database, record.grade.grading.key))
    return found if found is not None and found.tasks else None
