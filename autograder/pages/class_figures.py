"""The figures of a class, or of one of its sections."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, median

from autograder.gradebook.grade import State
from autograder.pages.causes import Cause
from autograder.pages.class_records import Record
from autograder.results import Status

BINS = 10


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
class Figures:
    """The figures of the class, or of one of its sections; `nothing` counts who handed in nothing,
    `by_cause` who made each of the page's mistakes, in their order.
    """

    students: int
    graded: int
    mean: float | None
    median: float | None
    nothing: int
    seconds: float
    bins: tuple[Bin, ...]
    checks: tuple[CheckRow, ...]
    by_cause: tuple[int, ...]


def figures_of(records: Sequence[Record], causes: Sequence[Cause], out_of: float) -> Figures:
    """The figures of these students; `out_of` is the most points that one can have."""
    numbers = [n for r in records if (n := r.grade.known) is not None]
    students = {record.student for record in records}
    return Figures(
        students=len(records),
        graded=sum(record.report is not None for record in records),
        mean=fmean(numbers) if numbers else None,
        median=median(numbers) if numbers else None,
        nothing=sum(record.grade.state is State.NOTHING for record in records),
        seconds=sum(record.report.seconds for record in records if record.report),
        bins=_bins(numbers, out_of),
        checks=_checks(records),
        by_cause=tuple(sum(who.id in students for who in cause.who) for cause in causes),
    )


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
