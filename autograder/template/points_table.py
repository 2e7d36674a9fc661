"""Fills in a README for students, and compares its points and names of tasks with grading.yml.

The line `<!-- table of points -->` becomes a table of the assignment's files. What each is about is
the first sentence of its docstring, after "Task 1 of 3: vowels.", or its first heading.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping

from autograder.course.model import Assignment, Task

README = "README.md"
COLUMN = "points"
TABLE = "<!-- table of points -->"
CHECKED = re.compile(r"check\.py (?:--(?:reset|hint) )?([a-z]\w*)(?:\.\w+)?`")
NUMBERED = re.compile(r"Task \d+ of \d+: \w+\.\s+")


def filled_in(readme: str, assignment: Assignment, files: Mapping[str, bytes]) -> str:
    """The README with its table of points; `files` are what students get."""
    if TABLE not in readme:
        return readme
    rows = [f"| file | what it is about | {COLUMN} |", "|---|---|---|"]
    for task in assignment.tasks:
        about = _about(task, files[task.file].decode(errors="replace"))
        rows.append(f"| `{task.file}` | {about} | {task.points:g} |")
    return readme.replace(TABLE, "\n".join(rows))


def _about(task: Task, stub: str) -> str:
    """What a task is about, in a few words for one cell of a table."""
    if task.file.endswith(".py"):
        said = NUMBERED.sub("", " ".join((ast.get_docstring(ast.parse(stub)) or task.name).split()))
        words = re.split(r"(?<=[.!?])\s", said)[0]
    else:
        headings = (line.lstrip("#").strip() for line in stub.splitlines() if line.startswith("#"))
        words = f"{next(headings, task.name)}: questions, answered in words"
    more = " (a bonus: its points come on top)" if task.bonus else ""
    return f"{words}{more}".replace("|", "\\|")


def faults(assignment: Assignment, files: Mapping[str, bytes]) -> Iterator[str]:
    """A sentence for each task whose row in the README's table of points is wrong or missing, and
    for each that the README has `check.py` look at and that is none.
    """
    readme = files.get(README, b"").decode("utf-8", "replace")
    names = [task.name for task in assignment.tasks]
    for name in dict.fromkeys(CHECKED.findall(readme)):
        if name not in names:
            yield f"{README} says `check.py {name}`; the tasks are {', '.join(names)}"
    rows = _rows(readme)
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
