"""Failed checks → annotations at lines of the student's files.

A check points to the line that raised, else to the definition that it called. The files are parsed,
never run. The texts are those of the students' view of the report.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import Literal

import msgspec

from autograder.exporters.for_students import for_students
from autograder.exporters.wording import of_all
from autograder.results import CheckResult, Place, Report, Status, Visibility
from autograder.text.calls import asked_in

Level = Literal["failure", "notice"]

MAX_PARSED = 1 << 20  # bytes: a person writes less, and a parser needs a multiple of it
MAX_TITLE = 200
MAX_MESSAGE = 4000


class Annotation(msgspec.Struct, frozen=True, kw_only=True):
    """A text at a line (from 1) of a file. `path` starts at the top of what was handed in."""

    path: str
    line: int
    level: Level
    title: str
    message: str


def annotations_of(
    report: Report, task_files: Mapping[str, str], files: Mapping[str, bytes], *, folder: str = ""
) -> tuple[Annotation, ...]:
    """One annotation for each line to which failed visible checks point, in the report's order.

    `report` is the one for staff, which alone has the calls; `task_files` is task → file; `files`
    are those handed in (name → bytes), found below `folder`.
    """
    found: dict[tuple[str, int], list[CheckResult]] = {}
    for task, shown in zip(report.tasks, for_students(report).tasks, strict=True):
        visible = (check for check in task.checks if check.visibility is Visibility.VISIBLE)
        for check, told in zip(visible, shown.checks, strict=True):
            file = task_files.get(task.task, "")
            if not told.status.costs_points or file not in files:
                continue
            place = _ended_at(told.place, files) or (file, _defined_at(check, files[file]))
            found.setdefault(place, []).append(told)
    return tuple(_annotation(f"{folder}{f}", line, told) for (f, line), told in found.items())


def _annotation(path: str, line: int, checks: list[CheckResult]) -> Annotation:
    """One annotation for all checks that point to a line; equal texts are written once."""
    first, *others = dict.fromkeys(check.title for check in checks)
    more = f" (and {len(others)} more)" if others else ""
    said: dict[str, dict[str, None]] = {}
    for check in checks:
        said.setdefault(check.message, {})[check.title] = None
    parts = [
        "\n".join([*(f"✗ {title}" for title in titles), of_all(message, len(titles))]).strip()
        for message, titles in said.items()
    ]
    parts += dict.fromkeys(check.diagnosis for check in checks if check.diagnosis)
    is_open = all(check.status is Status.UNFINISHED for check in checks)
    return Annotation(
        path=path,
        line=line,
        level="notice" if is_open else "failure",
        title=_short(first, MAX_TITLE - len(more)) + more,
        message=_short("\n\n".join(parts), MAX_MESSAGE),
    )


def _ended_at(place: Place | None, files: Mapping[str, bytes]) -> tuple[str, int] | None:
    """The file and line where the student's code ended, if they are among those handed in."""
    is_there = place is not None and place.file in files
    return (place.file, place.line) if place and is_there else None


def _defined_at(check: CheckResult, source: bytes) -> int:
    """The line of the `def` or `class` that was asked; 1 if it can't be told."""
    name = check.function or asked_in(check.call)
    if not name or len(source) > MAX_PARSED:
        return 1
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return 1
    kinds = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    lines = (n.lineno for n in tree.body if isinstance(n, kinds) and n.name == name)
    return max(lines, default=1)  # of several, the last one counts


def _short(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"
