"""Faults in a course's files. They are collected, so that the author reads all of them at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from autograder.errors import CourseError


@dataclass(frozen=True)
class CourseFault:
    """A fault at one line of a course's file. `sentence` says what is wrong and what to change."""

    file: str
    line: int
    sentence: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.sentence}"


def raise_any(faults: Iterable[CourseFault]) -> None:
    """Raise one CourseError if there is any fault, with a line for each, ordered by file."""
    found = list(dict.fromkeys(faults))
    files = list(dict.fromkeys(fault.file for fault in found))
    found.sort(key=lambda fault: (files.index(fault.file), fault.line))
    if found:
        raise CourseError("\n".join(map(str, found)))
