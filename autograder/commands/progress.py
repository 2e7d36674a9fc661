"""Shows outcomes while submissions are graded: with a bar on a terminal, else as plain lines."""

from __future__ import annotations

from collections.abc import Mapping
from types import TracebackType
from typing import Self

from rich import progress as bars
from rich.console import Console
from rich.text import Text

from autograder.exporters import class_table, terminal
from autograder.grading.batch import GradedSubmission
from autograder.text.legible import one_line
from autograder.text.quoting import Quoted


class LiveBar:
    """A bar that moves below what is printed, on a terminal only; a context."""

    def __init__(self, console: Console, total: int, *columns: bars.ProgressColumn) -> None:
        """`columns` stand between how many are done and what a submission prints."""
        self._console = console
        self._bar = bars.Progress(
            bars.TextColumn("grading"),
            bars.BarColumn(),
            bars.MofNCompleteColumn(),
            *columns,
            bars.TextColumn("{task.fields[heard]}", style="dim", markup=False),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self._task = self._bar.add_task("grading", total=total, heard="", pace="")

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._bar.stop()


class Progress(LiveBar):
    """Prints each outcome as it comes; on a terminal, a bar moves below.

    Without `with_reports`, it prints only how many are done: the sentences go to a file. A single
    submission is shown with the calls that failed.
    """

    def __init__(self, total: int, *, with_reports: bool = True) -> None:
        self._total, self._with_reports = total, with_reports
        self._outcomes: list[GradedSubmission] = []
        super().__init__(
            Console(highlight=False, soft_wrap=False),
            total,
            bars.TimeRemainingColumn(),
            bars.TextColumn("left"),
        )

    def on_line(self, path: str, line: str) -> None:
        """Show what a submission prints while it trains: beside the bar, or on a line."""
        line, path = one_line(line, limit=200), one_line(path, limit=60)
        if self._console.is_terminal:
            self._bar.update(self._task, heard=line if self._total == 1 else f"{path}: {line}")
        elif self._total == 1:
            self._console.print(Quoted(line, style="dim"))

    def show(self, outcome: GradedSubmission) -> None:
        """Print one outcome and move the bar."""
        self._outcomes.append(outcome)
        if outcome.report is None:
            path = one_line(outcome.path)
            sentence = f"{path} could not be graded, and this is our fault: {outcome.problem}"
            self._console.print(Quoted(sentence, style="magenta", before="! "))
        elif self._with_reports:
            self._console.print(terminal.render(outcome.report, with_calls=self._total == 1))
        if self._total > 1 and not self._console.is_terminal:
            self._console.print(Text(f"[{len(self._outcomes)} of {self._total} graded]"))
        self._bar.advance(self._task)

    def show_class(self, names: Mapping[str, str]) -> None:
        """Print the table of all that is graded. `names` is path → name, in the class's order."""
        reports = {outcome.path: outcome.report for outcome in self._outcomes}
        lines = [
            class_table.Line(name, reports[path]) for path, name in names.items() if path in reports
        ]
        if self._total > 1 and lines:
            self._console.print(class_table.render(lines))
