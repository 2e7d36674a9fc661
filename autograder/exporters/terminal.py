"""One report as a person reads it on a terminal. Of a class, see `class_table`."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from autograder.exporters.wording import LOOKS, of_all, points_of, total_of, why_changed
from autograder.results import CheckResult, Report, Status, TaskResult
from autograder.scoring import diagnoses_of
from autograder.text.legible import one_line
from autograder.text.quoting import Quoted


def render(report: Report, *, with_calls: bool = False) -> RenderableType:
    """The whole report: points of each task, the sentence of each failed check, the total.

    `with_calls` adds each failing call with the shapes of its arguments, and what was printed.
    Text that a student wrote is never taken for markup, and never begins a line.
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
        table.add_row(
            Text(task.task), Text(points_of(task.score, task.points)), Text(_beside_points(task))
        )
    details = [line for task in report.tasks for line in _details(task, with_calls)]
    why = (why_changed(each, report) for each in report.regrades)
    notes = [_note(note) for note in (*why, *report.notes)]
    return Group(heading, table, *notes, *details, _total(report))


def plain(report: Report, *, width: int = 100) -> str:
    """The whole report with its calls as text for a file: at most `width` columns, no colours."""
    text = io.StringIO()
    console = Console(file=text, width=width, color_system=None, highlight=False)
    console.print(render(report, with_calls=True))
    return "".join(f"{line.rstrip()}\n" for line in text.getvalue().splitlines())


def _details(task: TaskResult, with_calls: bool) -> Iterator[RenderableType]:
    failed = [check for check in task.checks if check.status is not Status.PASSED]
    notes = [*task.notes, *task.notes_for_staff]
    if not failed and not notes:
        return
    yield Text(f"  {task.task}", style="bold")
    by_diagnosis = _by(lambda check: check.diagnosis, failed)
    for diagnosis in (*diagnoses_of(failed), *(each for each in by_diagnosis if not each)):
        # Said once, above all the checks that it explains.
        checks = by_diagnosis[diagnosis]
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
    first = LOOKS[checks[0].status]
    for check in checks:
        lost = check.points - check.score
        how = f"{first.mark} {LOOKS[check.status].words}"
        title = Text.assemble((how, first.colour), f"  {check.title}  (-{lost:.3g})")
        yield Padding(title, (0, 0, 0, 4))
        if with_calls and check.call:
            yield Padding(Quoted(f"in {check.call}", style="dim"), (0, 0, 0, 6))
        if check.fault:
            fault = Quoted(f"for the instructor: {check.fault}", style="magenta")
            yield Padding(fault, (0, 0, 0, 6))
    if message:
        yield Padding(Quoted(of_all(message, len(checks))), (0, 0, 0, 6))


def _note(note: str) -> RenderableType:
    return Padding(Quoted(f"note: {note}", style="cyan"), (0, 0, 0, 4))


def _by(
    key: Callable[[CheckResult], str], checks: list[CheckResult]
) -> dict[str, list[CheckResult]]:
    groups: dict[str, list[CheckResult]] = {}
    for check in checks:
        groups.setdefault(key(check), []).append(check)
    return groups


def _beside_points(task: TaskResult) -> str:
    """What is said of a task beside its points: why there are none, or that they are a bonus."""
    if task.score is not None:
        return "bonus" if task.bonus else ""
    return "no check could be run" if task.checks else task.missing or "graded by a person"


def _total(report: Report) -> Text:
    return Text(
        f"  total {total_of(report)}   (isolation: {report.tier}, {report.seconds:.1f} s)\n"
    )


def _beginning(output: str, lines: int = 10) -> str:
    kept = output.splitlines()
    more = [f"… and {len(kept) - lines} lines more"] if len(kept) > lines else []
    return "\n".join(line[:200] for line in [*kept[:lines], *more])
