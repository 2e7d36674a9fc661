"""A class at a glance: one line a submission, with its points for each task and what stands out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rich.cells import cell_len, set_cell_size
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.table import Table
from rich.text import Text

from autograder.exporters.wording import LOOKS, by_person, mistake_in_words
from autograder.results import CheckResult, Report, Status
from autograder.text.legible import one_line

POINTS_WIDTH = 6  # of "13.57", and of a task's name that is cut to "pooli…"
MAX_TASK_WIDTH, WIDE_SCREEN = 12, 120
MIN_NAME_WIDTH, MAX_NAME_WIDTH = 10, 40
MIN_NOTE_WIDTH = 20
# The statuses that a person should look at, the most urgent one first.
URGENT = (Status.FORBIDDEN, Status.TIMED_OUT, Status.REFUSED)
USUAL = (Status.CRASHED, Status.UNFINISHED, Status.WRONG)


@dataclass(frozen=True)
class Line:
    """A submission in the table. `report` is None where it could not be graded."""

    name: str
    report: Report | None


@dataclass(frozen=True)
class ClassTable:
    """The lines of one assignment, in their order, fitted to the width of the screen.

    Each line begins with a number of ours: a submission's name could be read as a command.
    """

    assignment: str
    lines: Sequence[Line]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        columns = _columns(self.lines, options.max_width)
        table = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False, header_style="bold")
        table.add_column("", width=columns.number, justify="right", style="dim")
        table.add_column("submission", width=columns.name)
        for title, width in (*columns.tasks.items(), ("total", POINTS_WIDTH)):
            table.add_column(Text(_cut(title, width)), width=width, justify="right")
        table.add_column(Text(_cut("what stands out", columns.note)), width=columns.note)
        points = _tasks(self.lines)
        possible = [*(points[task] for task in columns.tasks), _possible(self.lines)]
        table.add_row("", "", *(f"of {_points(each)}" for each in possible), "", style="dim")
        for number, line in enumerate(self.lines, start=1):
            name = _cut(one_line(line.name), columns.name)
            note = _cut(what_stands_out(line.report), columns.note)
            table.add_row(*map(Text, [str(number), name, *_scores(line.report, columns), note]))
        count = f"{len(self.lines)} submission{'s' if len(self.lines) != 1 else ''}"
        more = max((line.report.by_person for line in self.lines if line.report), default=0.0)
        beside = f"; beside these points, {by_person(more)}" if more else ""
        yield Text(f"{self.assignment or 'no assignment'}: {count}{beside}", style="bold")
        yield table
        yield Text("")


@dataclass(frozen=True)
class _Columns:
    """Widths in characters; `tasks` is task → width. After each column comes a gap of one."""

    number: int
    name: int
    tasks: Mapping[str, int]
    note: int


def render(lines: Sequence[Line]) -> RenderableType:
    """A table for each assignment of the class, as wide as the screen and no wider."""
    return Group(*(ClassTable(name, group) for name, group in _by_assignment(lines)))


def what_stands_out(report: Report | None) -> str:
    """What an instructor should know of a submission first, in a few words; "" if nothing.

    First what a person must decide, then a known mistake by its name, then how checks failed.
    """
    if report is None:
        return "not graded: our fault"
    if report.refused is not None:
        return f"refused: {one_line(report.refused)}"
    if report.broken_checks():
        return "a check is broken: our fault"
    if urgent := _in_tasks(report, URGENT):
        return urgent
    found = {name: check for check in _checks(report) for name in reversed(check.mistakes)}
    names = list(dict.fromkeys(name for check in _checks(report) for name in check.mistakes))
    if names:
        first, *others = names
        words = one_line(mistake_in_words(first, found[first]))
        return words + (f" (+{len(others)})" if others else "")
    if _is_untouched(report):
        return "not started"
    missing = next((task.task for task in report.tasks if task.missing), "")
    return _in_tasks(report, USUAL) or (f"nothing to read: {missing}" if missing else "")


def _in_tasks(report: Report, kinds: Sequence[Status]) -> str:
    """The first of the statuses that a check has, and the tasks in which: 'wrong: images'."""
    for status in kinds:
        tasks = [t.task for t in report.tasks if any(c.status is status for c in t.checks)]
        if tasks:
            return f"{LOOKS[status].words}: {', '.join(tasks)}"
    return ""


def _is_untouched(report: Report) -> bool:
    checks = list(_checks(report))
    return bool(checks) and all(check.status is Status.UNFINISHED for check in checks)


def _checks(report: Report) -> Iterator[CheckResult]:
    return (check for task in report.tasks for check in task.checks)


def _by_assignment(lines: Sequence[Line]) -> Iterator[tuple[str, list[Line]]]:
    groups: dict[str, list[Line]] = {}
    for line in lines:
        groups.setdefault(line.report.assignment if line.report else "", []).append(line)
    yield from groups.items()


def _tasks(lines: Sequence[Line]) -> dict[str, float]:
    """Task → points, of the tasks that checks grade; those of a person have no score yet."""
    return {
        task.task: task.points
        for line in lines
        if line.report
        for task in line.report.tasks
        if task.checks
    }


def _possible(lines: Sequence[Line]) -> float:
    return max((line.report.points for line in lines if line.report), default=0.0)


def _scores(report: Report | None, columns: _Columns) -> Iterator[str]:
    found = {task.task: task.score for task in report.tasks} if report else {}
    for task in columns.tasks:
        score = found.get(task)
        yield "–" if score is None else _points(score)
    yield "–" if report is None else _points(report.score)


def _points(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")


def _columns(lines: Sequence[Line], width: int) -> _Columns:
    """How wide columns are: names as they need, and what stands out gets the rest.

    A screen that is too narrow for the points of each task has room for the total alone.
    """
    most = MAX_TASK_WIDTH if width >= WIDE_SCREEN else POINTS_WIDTH
    tasks = {task: max(POINTS_WIDTH, min(cell_len(task), most)) for task in _tasks(lines)}
    number = len(str(len(lines)))
    room = width - (number + 1) - (POINTS_WIDTH + 1) - 1
    if room - sum(tasks.values()) - len(tasks) < MIN_NAME_WIDTH + MIN_NOTE_WIDTH:
        tasks = {}
    room -= sum(tasks.values()) + len(tasks)
    longest = max((cell_len(one_line(line.name)) for line in lines), default=0)
    wanted = max(len("submission"), min(longest, MAX_NAME_WIDTH))
    name = max(MIN_NAME_WIDTH, min(wanted, room - MIN_NOTE_WIDTH))
    return _Columns(number, name, tasks, max(1, room - name))


def _cut(text: str, width: int) -> str:
    if cell_len(text) <= width:
        return text
    return set_cell_size(text, width - 1).rstrip() + "…" if width > 1 else "…"
