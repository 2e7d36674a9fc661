"""What the page of a class says, as data: for staff, with names and hidden checks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import fmean, median

from autograder.course.model import Assignment
from autograder.exporters.class_table import what_stands_out
from autograder.exporters.wording import LOOKS
from autograder.gradebook.grade import Book, Grade, State
from autograder.pages.answers import Pair
from autograder.pages.causes import Cause
from autograder.pages.class_records import Record
from autograder.results import Status
from autograder.text.legible import one_line

BINS = 10
CONCERNS = {
    Status.FORBIDDEN: "Forbidden operations",
    Status.TIMED_OUT: "Limits hit",
    Status.REFUSED: "No answer",
    Status.CRASHED: "Crashes",
}
MAX_EVIDENCE = 2
MAX_NOTE = 90


@dataclass(frozen=True)
class Bin:
    """How many grades are from `low` up to `high`; `share` is of the fullest bin."""

    low: float
    high: float
    count: int
    share: float


@dataclass(frozen=True)
class CheckRow:
    """A check over the class: shares from 0 to 1, and tries until it was passed."""

    task: str
    check: str
    title: str
    passed: float
    mean: float
    tries: float | None
    count: int


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
    """All that the page of a class shows."""

    course: str
    title: str
    assignment: str
    made: datetime
    out_of: float
    students: int
    graded: int
    mean: float | None
    median: float | None
    seconds: float
    bins: tuple[Bin, ...]
    tasks: tuple[str, ...]
    sections: tuple[str, ...]
    checks: tuple[CheckRow, ...]
    causes: tuple[Cause, ...]
    rows: tuple[Row, ...]
    concerns: tuple[Concern, ...]
    nothing: tuple[str, ...]
    pairs: tuple[tuple[str, str, Pair], ...]
    problems: tuple[str, ...]


def page_of(
    records: Sequence[Record],
    causes: Sequence[Cause],
    pairs: Sequence[Pair],
    book: Book,
    assignment: Assignment,
    *,
    course: str,
    now: datetime,
) -> ClassPage:
    """The page of a class."""
    numbers = [n for r in records if (n := _points(r.grade)) is not None]
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
        students=len(records),
        graded=sum(record.report is not None for record in records),
        mean=fmean(numbers) if numbers else None,
        median=median(numbers) if numbers else None,
        seconds=sum(record.report.seconds for record in records if record.report),
        bins=_bins(numbers, out_of),
        tasks=tasks,
        sections=sections,
        checks=_checks(records),
        causes=tuple(causes),
        rows=tuple(_row(record, tasks, sections) for record in records),
        concerns=tuple(_concerns(records, [s.attempt.name for s in strays])),
        nothing=tuple(r.name for r in records if r.grade.state is State.NOTHING),
        pairs=tuple((names[pair.one], names[pair.other], pair) for pair in pairs),
        problems=book.problems,
    )


def _points(grade: Grade) -> float | None:
    return grade.points if grade.points is not None else grade.so_far


def _bins(numbers: Sequence[float], out_of: float) -> tuple[Bin, ...]:
    if not numbers or not out_of:
        return ()
    counts = [0] * BINS
    for number in numbers:
        counts[max(0, min(BINS - 1, int(BINS * number / out_of)))] += 1
    width, most = out_of / BINS, max(counts)
    return tuple(
        Bin(place * width, (place + 1) * width, count, count / most)
        for place, count in enumerate(counts)
    )


def _checks(records: Sequence[Record]) -> tuple[CheckRow, ...]:
    """Checks in their order. Broken ones, and submissions that were refused, do not count."""
    shares: dict[tuple[str, str], list[float]] = defaultdict(list)
    passed: dict[tuple[str, str], int] = defaultdict(int)
    titles: dict[tuple[str, str], str] = {}
    for record in records:
        for task, check in record.checks():
            key = task.task, check.check
            titles.setdefault(key, check.title)
            if check.status is not Status.BROKEN and check.points:
                shares[key].append(check.score / check.points)
                passed[key] += check.status is Status.PASSED
    tries = _tries(records)
    return tuple(
        CheckRow(
            task=key[0],
            check=key[1],
            title=title,
            passed=passed[key] / len(shares[key]) if shares[key] else 0.0,
            mean=fmean(shares[key]) if shares[key] else 0.0,
            tries=fmean(tries[key]) if tries.get(key) else None,
            count=len(shares[key]),
        )
        for key, title in titles.items()
    )


def _tries(records: Sequence[Record]) -> Mapping[tuple[str, str], list[int]]:
    """(task, check) → the number of the attempt in which each student first passed it."""
    tries: dict[tuple[str, str], list[int]] = defaultdict(list)
    for record in records:
        done: set[tuple[str, str]] = set()
        for number, report in enumerate(record.attempts, start=1):
            for task in report.tasks:
                for check in task.checks:
                    key = task.task, check.check
                    if check.status is Status.PASSED and key not in done:
                        done.add(key)
                        tries[key].append(number)
    return tries


def _row(record: Record, tasks: Sequence[str], sections: Sequence[str]) -> Row:
    grade = record.grade
    section = grade.student.section
    return Row(
        id=grade.student.id,
        name=record.name,
        section=sections.index(section) if section else -1,
        section_name=section,
        points=_points(grade),
        tasks=tuple(grade.tasks.get(task) for task in tasks),
        attempts=grade.attempts,
        seconds=record.report.seconds if record.report else None,
        state="" if grade.state is State.GRADED else str(grade.state),
        note=one_line(what_stands_out(record.report), limit=MAX_NOTE) if record.report else "",
    )


def _concerns(records: Sequence[Record], strays: Sequence[str]) -> Iterator[Concern]:
    """What a person has to decide first, then what went wrong otherwise than by wrong numbers."""
    undecided = tuple(
        (r.name, "; ".join(r.grade.waits_for)) for r in records if r.grade.state is State.UNDECIDED
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
