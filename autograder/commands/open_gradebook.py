"""A gradebook with its course, as the commands on it need both: what it shows, and who is meant."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from autograder.commands.options import chosen_of, load
from autograder.course import fingerprints
from autograder.course.model import Assignment, Course
from autograder.downloads.matching import Roster
from autograder.downloads.people import Claim, Person
from autograder.errors import CommandMisused
from autograder.gradebook import store
from autograder.gradebook.database import Database, opened
from autograder.gradebook.grade import Book
from autograder.gradebook.grades import book_of
from autograder.gradebook.rows import Rows
from autograder.text.legible import quoted


@dataclass
class OpenGradebook:
    """The file, its rows, and what they show."""

    course: Course
    database: Database
    rows: Rows
    book: Book

    def person(self, text: str) -> Person:
        """Who is meant. Raises `CommandMisused` if that is nobody, or several."""
        for person in self.book.people:
            if person.id == text:
                return person
        match = Roster(self.book.people).match(Claim(any=text))
        if match.person is not None:
            return match.person
        if match.candidates:
            those = ", ".join(each.shown for each in match.candidates)
            raise CommandMisused(f"{quoted(text)} may be {those}: give the id.")
        near = f" Did you mean {match.nearest.shown}?" if match.nearest else ""
        raise CommandMisused(f"Nobody in {self.database.path} is {quoted(text)}.{near}")

    def assignment(self, named: str | None) -> Assignment:
        """The assignment that is named, or the only one with grades in it."""
        if named:
            return chosen_of(self.course, named)[0]
        names = list(dict.fromkeys(attempt.assignment for attempt in self.rows.attempts))
        there = [name for name in names if name in self.course.assignments]
        if len(there) == 1:
            return self.course.assignment(there[0])
        if len(self.course.assignments) == 1:
            return next(iter(self.course.assignments.values()))
        raise CommandMisused(
            f"Which assignment? Name it: --assignment {' or '.join(self.course.assignments)}"
        )


@contextmanager
def open_gradebook(arguments: argparse.Namespace) -> Iterator[OpenGradebook]:
    """The gradebook that was named. Raises `CommandMisused`."""
    course = load(arguments)
    with opened(arguments.gradebook) as database:
        yield read_again(course, database)


def read_again(course: Course, database: Database) -> OpenGradebook:
    """What it shows now."""
    rows = store.read(database)
    assignments = list(course.assignments.values())
    checks = {each.name: fingerprints.fingerprint(course, each) for each in assignments}
    book = book_of(rows, assignments, slip_days=course.slip_days, checks=checks)
    return OpenGradebook(course, database, rows, book)
