"""Which assignment each of many submissions is for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.course.model import Course
from autograder.errors import CommandMisused, SubmissionRefused
from autograder.submission import intake
from autograder.template.stubs import as_given


@dataclass(frozen=True)
class Sorted:
    """Assignment → paths; and path → why it is refused, where no assignment can be inferred."""

    groups: Mapping[str, Sequence[str]]
    refused: Mapping[str, str]


def by_assignment(course: Course, named: str | None, paths: Sequence[str]) -> Sorted:
    """The paths, by the assignment that was `named` or is inferred from their files.

    A path that can't be read goes to the assignment of most others, or is refused if no other path
    can be read. Raises `CommandMisused` if the files of all paths fit several assignments.
    """
    if named or len(course.assignments) == 1:
        return Sorted({named or next(iter(course.assignments)): paths}, {})
    stubs = {name: as_given(course, each) for name, each in course.assignments.items()}
    found = {path: intake.assignment_of(Path(path), stubs, course.intake) for path in paths}
    known = [name for name in found.values() if name]
    if not known:
        return Sorted({}, {path: _reason(course, path) for path in paths})
    usual = max(known, key=known.count)
    groups: dict[str, list[str]] = {}
    for path, name in found.items():
        groups.setdefault(name or usual, []).append(path)
    return Sorted(groups, {})


def _reason(course: Course, path: str) -> str:
    """Why the submission would be refused for every assignment."""
    stubs = {
        name: stub
        for each in course.assignments.values()
        for name, stub in as_given(course, each).items()
    }
    try:
        intake.read(Path(path), stubs, course.intake)
    except SubmissionRefused as refused:
        return str(refused)
    raise CommandMisused(
        f"The files of {path} fit several assignments of the course; "
        f"name one: --assignment {' or '.join(course.assignments)}"
    )
