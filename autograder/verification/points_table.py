"""Compares the points in a README for students with grading.yml."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from autograder.course.model import Assignment

README = "README.md"
COLUMN = "points"


def faults(assignment: Assignment, files: Mapping[str, bytes]) -> Iterator[str]:
    """A sentence for each task whose row in the README's table of points is wrong or missing."""
    rows = _rows(files.get(README, b"").decode("utf-8", "replace"))
    if not rows:
        return  # a README without a table claims nothing
    for task in assignment.tasks:
        said = rows.get(task.file)
        if said is None:
            yield f"{README} has no row for {task.file} in its table of points"
        elif said != f"{task.points:g}":
            yield f"{README} gives {task.file} {said} points; grading.yml gives {task.points:g}"
    for file in rows.keys() - set(assignment.task_files):
        yield f"{README} gives points for {file}, which is no task's file"


def _rows(readme: str) -> dict[str, str]:
    """File → points, from each table with files in its first column and a column of points."""
    rows: dict[str, str] = {}
    column: int | None = None
    for line in readme.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if not line.lstrip().startswith("|"):
            column = None
        elif column is None:
            column = cells.index(COLUMN) if COLUMN in cells else -1
        elif column > 0 and (file := re.fullmatch(r"`([\w.-]+)`", cells[0])) and cells[column:]:
            rows[file[1]] = cells[column]
    return rows
