"""What the page of a class says, as data: for staff, with names and hidden checks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from autograder.course.model import Assignment
from autograder.exporters.class_table import what_stands_out
from autograder.exporters.wording import LOOKS
from autograder.gradebook.grade import Book, State
from autograder.pages.answers import Pair
from autograder.pages.causes import Cause
from autograder.pages.class_figures import Figures, figures_of
from autograder.pages.class_records import Record
from autograder.results import Status
from autograder.text.commands import Here
from autograder.text.legible import one_line

CONCERNS = {
    Status.FORBIDDEN: "Forbidden operations",
    Status.TIMED_OUT: "Limits hit",
    Status.REFUSED: "No answer",
    Status.CRASHED: "Crashes",
}
MAX_EVIDENCE = 2
MAX_NOTE = 90


@dataclass(frozen=True)
class Row:
    """A student in the table; `section` is its number among the sections."""

    id: str
    name: str
    section: int
    section_name: str
    points: float | None
    tasks: tuple[float | None, ...]
    attempts: int
    seconds: float | None
    state: str
    note: str


@dataclass(frozen=True)
class Concern:
    """Students of whom something should be looked at, with the evidence."""

    heading: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ClassPage:
    """All that the page of a class shows. `by_section` has figures for each of `sections`."""

    course: str
    title: str
    assignment: str
    made: datetime
    out_of: float
    of_all: Figures
    by_section: tuple[Figures, ...]
    tasks: tuple[str, ...]
    sections: tuple[str, ...]
    causes: tuple[Cause, ...]
    rows: tuple[Row, ...]
    concerns: tuple[Concern, ...]
    nothing: tuple[str, ...]
    pairs: tuple[tuple[str, str, Pair], ...]
    problems: tuple[str, ...]
    here: Here

    def naming(self, cause: Cause) -> str:
        """The command that begins a sentence for a cause."""
        return self.here.line(f"name {cause.name} --assignment {self.assignment}")

    @property
    def shown(self) -> tuple[tuple[str, Figures], ...]:
        """What figures can be shown: `all`, and the numbers of sections if there are several."""
        parts = self.by_section if len(self.sections) > 1 else ()
        return ("all", self.of_all), *((str(place), each) for place, each in enumerate(parts))


def page_of(
    records: Sequence[Record],
    causes: Sequence[Cause],
    pairs: Sequence[Pair],
    book: Book,
    assignment: Assignment,
    *,
    course: str,
    now: datetime,
    here: Here | None = None,
) -> ClassPage:
    """The page of a class."""
    here = here or Here()
    sections = tuple(sorted({r.grade.student.section for r in records if r.grade.student.section}))
    tasks = tuple(task.name for task in assignment.tasks)
    names = {record.student: record.name for record in records}
    out_of = max((r.grade.out_of for r in records), default=0.0)
    strays = [s for s in book.strays if s.attempt.assignment == assignment.name]
    return ClassPage(
        course=course,
        title=assignment.title,
        assignment=assignment.name,
        made=now,
        out_of=out_of,
        of_all=figures_of(records, causes, out_of),
        by_section=tuple(
            figures_of([r for r in records if r.grade.student.section == section], causes, out_of)
            for section in sections
        ),
        tasks=tasks,
        sections=sections,
        causes=tuple(causes),
        rows=tuple(_row(record, tasks, sections) for record in records),
        concerns=tuple(_concerns(records, [s.attempt.name for s in strays], here)),
        nothing=tuple(r.name for r in records if r.grade.state is State.NOTHING),
        pairs=tuple((names[pair.one], names[pair.other], pair) for pair in pairs),
        problems=tuple(map(here.complete, book.problems)),
        here=here,
    )


def _row(record: Record, tasks: Sequence[str], sections: Sequence[str]) -> Row:
    grade = record.grade
    section = grade.student.section
    return Row(
        id=grade.student.id,
        name=record.name,
        section=sections.index(section) if section else -1,
        section_name=section,
        points=grade.known,
        tasks=tuple(grade.tasks.get(task) for task in tasks),
        attempts=grade.attempts,
        seconds=record.report.seconds if record.report else None,
        state="" if grade.state is State.GRADED else str(grade.state),
        note=one_line(what_stands_out(record.report), limit=MAX_NOTE) if record.report else "",
    )


def _concerns(records: Sequence[Record], strays: Sequence[str], here: Here) -> Iterator[Concern]:
    """What a person has to decide first, then what went wrong otherwise than by wrong numbers."""
    undecided = tuple(
        (r.name, here.complete("; ".join(r.grade.waits_for)))
        for r in records
        if r.grade.state is State.UNDECIDED
    )
    if undecided:
        yield Concern("Somebody must decide", undecided)
    if strays:
        yield Concern("Nobody's submissions", tuple((name, "") for name in strays))
    refused = tuple(
        (r.name, r.report.refused)
        for r in records
        if r.report is not None and r.report.refused is not None
    )
    if refused:
        yield Concern("Refused", refused)
    broken = {
        f"{task.task}: {check.check}": check.fault
        for record in records
        for task, check in record.checks()
        if check.status is Status.BROKEN
    }
    if broken:
        yield Concern("Broken checks: the course must be corrected", tuple(broken.items()))
    for status, heading in CONCERNS.items():
        lines = tuple(_with_status(records, status))
        if lines:
            yield Concern(heading, lines)


def _with_status(records: Sequence[Record], status: Status) -> Iterator[tuple[str, str]]:
    """Each student once, with the first sentences."""
    for record in records:
        found = dict.fromkeys(
            f"{task.task}: {check.message or LOOKS[status].words}"
            for task, check in record.checks()
            if check.status is status
        )
        if found:
            more = f" … and {len(found) - MAX_EVIDENCE} more" if len(found) > MAX_EVIDENCE else ""
            words = " ".join([*found][:MAX_EVIDENCE])
            yield record.name, words + more
