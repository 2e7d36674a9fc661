"""A grade: points, and every step that leads to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from autograder.downloads.people import Claim, Person
from autograder.gradebook.rows import Attempt, Grading


class State(StrEnum):
    """How far a grade is. Only what is `GRADED` has a number for others."""

    NOTHING = "nothing handed in"
    UNGRADED = "not graded yet"
    UNDECIDED = "somebody must decide"
    WAITING = "waits for points"
    GRADED = "graded"


@dataclass(frozen=True)
class Step:
    """One step from checks to the number in the LMS: what happens, and the points after it."""

    words: str
    points: float | None = None


@dataclass(frozen=True)
class Answer:
    """An answer in words that was read: what was `found` in it, and a remark for the student."""

    task: str
    question: str
    points: float
    out_of: float
    found: tuple[str, ...] = ()
    remark: str = ""


@dataclass(frozen=True)
class Grade:
    """The grade of one student in one assignment.

    points      the number for the LMS; None unless the state is `GRADED`
    so_far      the number if nothing were missing any more; None where nothing is known
    tasks       task → points, of checks or of a person; None where they are missing
    answers     what persons have read, question by question
    attempt     the one that counts, and its `grading`
    checks      fingerprints of all checks by which it was judged, and of which somebody has decided
    waits_for   what is missing, in words
    """

    student: Person
    assignment: str
    state: State
    out_of: float
    points: float | None = None
    so_far: float | None = None
    tasks: Mapping[str, float | None] = field(default_factory=dict)
    steps: tuple[Step, ...] = ()
    answers: tuple[Answer, ...] = ()
    attempt: Attempt | None = None
    grading: Grading | None = None
    checks: tuple[str, ...] = ()
    attempts: int = 0
    is_locked: bool = False
    waits_for: tuple[str, ...] = ()

    @property
    def known(self) -> float | None:
        """The points, or those that there are so far; None if there are none."""
        return self.points if self.points is not None else self.so_far


@dataclass(frozen=True)
class Stray:
    """A submission that belongs to nobody: `why`, in words, and who it could be."""

    attempt: Attempt
    claim: Claim
    why: str
    candidates: tuple[Person, ...]
    nearest: Person | None
    grading: Grading | None


@dataclass(frozen=True)
class Book:
    """What a gradebook shows. Every view and every file is made of it."""

    people: tuple[Person, ...]
    grades: Mapping[tuple[str, str], Grade]
    strays: tuple[Stray, ...]
    problems: tuple[str, ...]

    def of(self, student: str) -> list[Grade]:
        """The grades of the student with this id, in the order of the course."""
        return [grade for (person, _), grade in self.grades.items() if person == student]

    def in_assignment(self, assignment: str) -> list[Grade]:
        """The grades of all students in one assignment, in the order of the roster."""
        return [grade for (_, name), grade in self.grades.items() if name == assignment]
