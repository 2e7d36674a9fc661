"""What is shown while submissions are graded: a bar with the time left, or plain lines."""

from __future__ import annotations

from types import TracebackType

from rich import progress as bars
from rich.console import Console
from rich.text import Text

from autograder.exporters import terminal
from autograder.grading.batch import GradedSubmission
from autograder.text.legible import one_line
from autograder.text.quoting import Quoted


class Progress:
    """Prints each outcome as it comes; on a terminal, a bar moves below."""

    def __init__(self, total: int, *, with_calls: bool) -> None:
        self._with_calls, self._total, self._done = with_calls, total, 0
        self._console = Console(highlight=False, soft_wrap=False)
        self._bar = bars.Progress(
            bars.TextColumn("grading"),
            bars.BarColumn(),
            bars.MofNCompleteColumn(),
            bars.TimeRemainingColumn(),
            bars.TextColumn("left"),
            bars.TextColumn("{task.fields[heard]}", style="dim", markup=False),
            console=self._console,
            transient=True,
            disable=not self._console.is_terminal,
        )
        self._task = self._bar.add_task("grading", total=total, heard="")

    def __enter__(self) -> Progress:
        self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._bar.stop()

    def on_line(self, path: str, line: str) -> None:
        """Show what a submission prints while it trains: beside the bar, or on a line."""
        line, path = one_line(line, limit=200), one_line(path, limit=60)
        if self._console.is_terminal:
            self._bar.update(self._task, heard=line if self._total == 1 else f"{path}: {line}")
        elif self._total == 1:
            self._console.print(Quoted(line, style="dim"))

    def show(self, outcome: GradedSubmission) -> None:
        """Print one outcome and move the bar."""
        self._done += 1
        if outcome.report is None:
            path = one_line(outcome.path)
            sentence = f"{path} could not be graded, and this is our fault: {outcome.problem}"
            self._console.print(Quoted(sentence, style="magenta", before="! "))
        else:
            self._console.print(terminal.render(outcome.report, with_calls=self._with_calls))
        if self._total > 1 and not self._console.is_terminal:
            self._console.print(Text(f"[{self._done} of {self._total} graded]"))
        self._bar.advance(self._task)
