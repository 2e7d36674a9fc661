"""What all commands do that decide something in a gradebook: a row each, and the grade after it."""

from __future__ import annotations

import argparse
import shlex
from collections.abc import Sequence

from autograder.commands.open_gradebook import OpenGradebook, read_again
from autograder.commands.options import author_of, here, print_line
from autograder.course.model import Assignment
from autograder.downloads.people import Person
from autograder.errors import CommandMisused
from autograder.gradebook import store
from autograder.gradebook.edits import in_force
from autograder.gradebook.rows import Edit, EditKind, now
from autograder.text.legible import one_line


def edit_of(
    arguments: argparse.Namespace, kind: EditKind, value: str, student: str, assignment: str
) -> Edit:
    """A decision with its author and reason. Raises `CommandMisused` without a reason."""
    if not arguments.because.strip():
        raise CommandMisused("--because needs a reason: it is kept, and shown.")
    return Edit(
        at=now(),
        author=author_of(arguments),
        reason=arguments.because.strip(),
        assignment=assignment,
        student=student,
        kind=kind,
        value=value,
    )


def add(its: OpenGradebook, edits: Sequence[Edit]) -> None:
    """Add decisions: all of them, or none."""
    with its.database.together():
        for edit in edits:
            store.add_edit(its.database, edit)


def refuse_locked(its: OpenGradebook, person: Person, assignment: Assignment) -> None:
    """Raise `CommandMisused` if a grade is locked."""
    if found := in_force(its.rows.edits).locks.get((person.id, assignment.name)):
        edit, _ = found
        raise CommandMisused(
            f"The grade of {person.shown} in {assignment.name} was locked by {edit.author} on "
            f"{edit.at[:10]}: {edit.reason}. `autograder gradebook unlock {shlex.quote(person.id)} "
            "--because REASON` takes that back."
        )


def print_grade(
    arguments: argparse.Namespace, its: OpenGradebook, person: Person, assignment: Assignment
) -> None:
    """Print a grade as it is now."""
    grade = read_again(its.course, its.database).book.grades[person.id, assignment.name]
    shown = grade.known
    number = "no number" if shown is None else f"{shown:.6g} of {grade.out_of:g}"
    waits = f", and waits for {'; '.join(grade.waits_for)}" if grade.waits_for else ""
    said = f"{one_line(person.shown)}, {assignment.name}: {number}{waits}."
    print_line(here(arguments).complete(said))
