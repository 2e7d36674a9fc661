"""Mistakes in a course's files: collected, so that its author hears of all of them at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from autograder.errors import CourseError


@dataclass(frozen=True)
class CourseFault:
    """What is so, and what to change, at one line of a file that the course's author wrote."""

    file: str
    line: int
    sentence: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.sentence}"


def raise_any(mistakes: Iterable[CourseFault]) -> None:
    """Raise one `CourseError` if there is any mistake: a line for each, file by file."""
    found = list(dict.fromkeys(mistakes))
    files = list(dict.fromkeys(mistake.file for mistake in found))
    found.sort(key=lambda mistake: (files.index(mistake.file), mistake.line))
    if found:
        raise CourseError("\n".join(map(str, found)))
