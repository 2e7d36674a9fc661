"""The page of a class, of what a gradebook holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, lru_cache

from autograder.course.model import Assignment, Course
from autograder.gradebook.database import Database
from autograder.gradebook.grade import Book
from autograder.gradebook.rows import Rows
from autograder.pages import render
from autograder.pages.answers import Answers, answers_of, rare_pairs
from autograder.pages.causes import Cause, Sources, causes_of
from autograder.pages.class_records import Record, recording_of, records_of
from autograder.pages.class_view import page_of
from autograder.template import build
from autograder.text.commands import Here


@dataclass(frozen=True)
class ReadClass:
    """A class: its students, what they answered, and the causes of their mistakes."""

    records: tuple[Record, ...]
    answers: Mapping[str, Answers]
    causes: tuple[Cause, ...] = field(default=())


def read_class(
    course: Course, database: Database, rows: Rows, book: Book, assignment: Assignment
) -> ReadClass:
    """Read all reports and recordings of an assignment, one by one."""
    records = records_of(database, rows, book, assignment)
    by_id = {record.student: record for record in records}
    answers = {}
    for record in records:
        recording = recording_of(database, record)
        if recording is not None:
            answers[record.student] = answers_of(recording)

    @lru_cache(maxsize=64)
    def files_of(student: str) -> Mapping[str, bytes]:
        recording = recording_of(database, by_id[student])
        return (recording.files or {}) if recording is not None else {}

    @cache
    def stub_of(task: str) -> str:
        return build.stub(course, course.solution_file(assignment, assignment.task(task)))

    @cache
    def solution_of(task: str) -> str:
        path = course.solution_file(assignment, assignment.task(task))
        return path.read_text(encoding="utf-8")

    sources = Sources(files_of, stub_of, solution_of)
    causes = causes_of(records, answers, assignment, sources)
    return ReadClass(records, answers, causes)


def class_page(
    course: Course,
    database: Database,
    rows: Rows,
    book: Book,
    assignment: Assignment,
    *,
    now: datetime,
    here: Here | None = None,
) -> str:
    """The page of the class, for staff only; `here` is what commands on it have to name."""
    found = read_class(course, database, rows, book, assignment)
    page = page_of(
        found.records,
        found.causes,
        rare_pairs(found.answers),
        book,
        assignment,
        course=course.title,
        now=now,
        here=here or Here(),
    )
    return render.class_(page)
