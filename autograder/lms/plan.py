"""What an LMS will do with a file, known before it is written; and the file is exactly that."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from autograder.downloads.people import Person
from autograder.gradebook.grade import Grade, State
from autograder.text.legible import one_line

MAX_LISTED = 10


class Change(StrEnum):
    """What becomes of one student's grade in the LMS."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True)
class Line:
    """One student's grade: what the LMS has (None: nothing), and what the file says."""

    student: Person
    change: Change
    old: float | None
    new: float


@dataclass
class Plan:
    """What a file does.

    lines      every student whose grade is in the file
    unmatched  rows of the LMS's file that are nobody in the gradebook, or are ambiguous
    missing    students with a grade who are not in the LMS's file
    left_out   rows that stay as they are, although there is a grade; with the reason
    withheld   students without a grade, whose rows stay as they are; with the reason
    notes      what should be looked at
    data       the bytes of the file
    folders    Moodle: student's id → the folder of their feedback
    """

    lines: list[Line] = field(default_factory=list)
    unmatched: list[str] = field(default_factory=list)
    missing: list[Person] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    withheld: list[tuple[Person, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    data: bytes = b""
    folders: dict[str, str] = field(default_factory=dict)

    def count(self, change: Change) -> int:
        """How many grades change so."""
        return sum(line.change is change for line in self.lines)

    def sentences(self) -> Iterator[str]:
        """The preview."""
        counts = ", ".join(f"{self.count(each)} {each}" for each in Change)
        yield f"{len(self.lines)} grades: {counts}; {len(self.unmatched)} rows are unmatched."
        for line in self.lines:
            if line.change is Change.CHANGED:
                who = one_line(line.student.shown, limit=80)
                yield f"  changed: {who}: {line.old:.6g} → {line.new:.6g}"
        yield from _listed("  unmatched", self.unmatched)
        yield from _listed("  not in the file", [each.shown for each in self.missing])
        yield from _listed("  left as it is", self.left_out)
        reasons: dict[str, list[str]] = {}
        for person, reason in self.withheld:
            reasons.setdefault(reason, []).append(person.shown)
        for reason, people in reasons.items():
            yield from _listed(f"  no grade, {reason}", people)
        yield from (f"! {one_line(note, limit=400)}" for note in self.notes)


def change_of(old: float | None, new: float) -> Change:
    """How a grade changes. The LMS may have rounded it to two digits."""
    if old is None:
        return Change.NEW
    return Change.UNCHANGED if abs(old - new) < 0.005 else Change.CHANGED


@dataclass(frozen=True)
class Chosen:
    """The grades to write: student's id → points; and those that have none, with the reason."""

    grades: Sequence[Grade]
    points: dict[str, float]
    withheld: tuple[tuple[Person, str], ...]


def choose(
    grades: Sequence[Grade],
    *,
    only: Sequence[str] = (),
    section: str = "",
    so_far: bool = False,
) -> Chosen:
    """Whose grades are written: with a number, of these students, of this section."""
    points: dict[str, float] = {}
    withheld = []
    kept = []
    for grade in grades:
        person = grade.student
        if (only and person.id not in only) or (section and not _is_in(person, section)):
            continue
        kept.append(grade)
        value = grade.points
        if value is None and so_far and grade.state is State.WAITING:
            value = grade.so_far
        if value is None:
            reason = f": {'; '.join(grade.waits_for)}" if grade.waits_for else ""
            withheld.append((person, f"{grade.state}{reason}"))
        else:
            points[person.id] = value
    return Chosen(kept, points, tuple(withheld))


def _is_in(person: Person, section: str) -> bool:
    names = [person.section, *person.section.split(",")]
    return section.casefold() in [name.strip().casefold() for name in names]


def _listed(what: str, names: Sequence[str]) -> Iterator[str]:
    if names:
        shown = "; ".join(one_line(name, limit=80) for name in names[:MAX_LISTED])
        more = f"; and {len(names) - MAX_LISTED} more" if len(names) > MAX_LISTED else ""
        yield f"{what} ({len(names)}): {shown}{more}"
