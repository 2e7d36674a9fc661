"""Reports as students may see them, as CSV: a row for each check, whose points add up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from autograder.downloads.csv_files import written
from autograder.exporters.wording import LOOKS
from autograder.results import Report, TaskResult
from autograder.text.cells import inert, number

HEADS = ("submission", "assignment", "task", "check", "status", "points", "out of", "message")


def render(reports: Sequence[Report]) -> bytes:
    """All rows of these reports; what was refused is one row. No cell is computed."""
    rows = [
        [inert(cell) for cell in (report.submission, report.assignment, *row)]
        for report in reports
        for row in _rows(report)
    ]
    return written(list(HEADS), rows).encode("utf-8", "replace")


def _rows(report: Report) -> Iterator[Sequence[str]]:
    if report.refused is not None:
        yield ("", "", "refused", "0", number(report.points), report.refused)
    for task in report.tasks:
        yield from _of_task(task)


def _of_task(task: TaskResult) -> Iterator[Sequence[str]]:
    most = "bonus" if task.bonus else number(task.points)
    if not task.checks:
        yield (task.task, "graded by a person", "", "", most, task.missing)
    for check in task.checks:
        points = number(check.score), "bonus" if task.bonus else number(check.points)
        words = LOOKS[check.status].words or "passed"
        yield (task.task, check.title, words, *points, check.in_full)
