"""A report as a person reads it on a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from autograder.results import CheckResult, Report, Status, TaskResult
from autograder.text.legible import one_line
from autograder.text.quoting import Quoted

# Words, not only colours: a log file has none.
MARKS = {
    Status.PASSED: ("✓", "green"),
    Status.WRONG: ("✗", "red"),
    Status.UNFINISHED: ("…", "yellow"),
    Status.CRASHED: ("✗", "red"),
    Status.TIMED_OUT: ("✗", "red"),
    Status.FORBIDDEN: ("✗", "red"),
    Status.REFUSED: ("✗", "red"),
    Status.BROKEN: ("!", "magenta"),
}
WORDS = {
    Status.WRONG: "wrong",
    Status.UNFINISHED: "unfinished",
    Status.CRASHED: "crashed",
    Status.TIMED_OUT: "timed out",
    Status.FORBIDDEN: "forbidden",
    Status.REFUSED: "refused",
    Status.BROKEN: "broken check (no points lost)",
}


def render(report: Report, *, with_calls: bool = False) -> RenderableType:
    """The whole report: points of each task, the sentence of each failed check, the total.

    `with_calls` adds each failing call with the shapes of its arguments, and what was printed.
    Nothing that a student wrote is taken for markup, and none of it begins a line.
    """
    heading = Quoted(one_line(report.submission), style="bold", before="submission ")
    if report.refused is not None:
        refused = Padding(Quoted(f"refused: {report.refused}", style="red"), (0, 0, 0, 2))
        return Group(heading, refused, _total(report))
    table = Table(box=None, show_header=False, padding=(0, 1), pad_edge=True)
    table.add_column(justify="left", no_wrap=True)
    table.add_column(justify="right", no_wrap=True)
    table.add_column(style="dim", no_wrap=True)
    for task in report.tasks:
        table.add_row(Text(task.task), Text(_points(task)), Text(_remark(task)))
    details = [line for task in report.tasks for line in _details(task, with_calls)]
    notes = [_note(note) for note in report.notes]
    return Group(heading, table, *notes, *details, _total(report))


def _details(task: TaskResult, with_calls: bool) -> Iterator[RenderableType]:
    failed = [check for check in task.checks if check.status is not Status.PASSED]
    notes = [*task.notes, *task.notes_for_staff]
    if not failed and not notes:
        return
    yield Text(f"  {task.task}", style="bold")
    for diagnosis, checks in _by(lambda check: check.diagnosis, failed).items():
        # Said once, above all the checks that it explains.
        if diagnosis:
            yield Padding(Text(diagnosis, style="bold"), (0, 0, 0, 4))
        for message, alike in _by(lambda check: check.message, checks).items():
            yield from _failure(message, alike, with_calls)
    for note in notes:
        yield _note(note)
    if with_calls and task.output:
        yield Padding(Text("printed:", style="dim"), (0, 0, 0, 4))
        yield Padding(Quoted(_beginning(task.output), style="dim"), (0, 0, 0, 6))


def _failure(message: str, checks: list[CheckResult], with_calls: bool) -> Iterator[RenderableType]:
    mark, style = MARKS[checks[0].status]
    for check in checks:
        word = WORDS[check.status]
        lost = check.points - check.score
        title = Text.assemble((f"{mark} {word}", style), f"  {check.title}  (-{lost:.3g})")
        yield Padding(title, (0, 0, 0, 4))
        if with_calls and check.call:
            yield Padding(Quoted(f"in {check.call}", style="dim"), (0, 0, 0, 6))
        if check.fault:
            fault = Quoted(f"for the instructor: {check.fault}", style="magenta")
            yield Padding(fault, (0, 0, 0, 6))
    if message:
        yield Padding(Quoted(message), (0, 0, 0, 6))


def _note(note: str) -> RenderableType:
    return Padding(Quoted(f"note: {note}", style="cyan"), (0, 0, 0, 4))


def _by(
    key: Callable[[CheckResult], str], checks: list[CheckResult]
) -> dict[str, list[CheckResult]]:
    groups: dict[str, list[CheckResult]] = {}
    for check in checks:
        groups.setdefault(key(check), []).append(check)
    return groups


def _points(task: TaskResult) -> str:
    score = "–" if task.score is None else f"{task.score:.4g}"
    return f"{score} of {task.points:g}"


def _remark(task: TaskResult) -> str:
    if task.score is not None:
        return ""
    return "no check could be run" if task.checks else task.missing or "graded by a person"


def _total(report: Report) -> Text:
    line = f"  total {report.score:.4g} of {report.points:g}"
    return Text(f"{line}   (isolation: {report.tier}, {report.seconds:.1f} s)\n")


def _beginning(output: str, lines: int = 10) -> str:
    kept = output.splitlines()
    more = [f"… and {len(kept) - lines} lines more"] if len(kept) > lines else []
    return "\n".join(line[:200] for line in [*kept[:lines], *more])
