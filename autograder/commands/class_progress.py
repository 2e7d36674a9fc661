"""Shows how a class is graded: a line per student, and on a terminal a bar with the time left."""

from __future__ import annotations

import time
from collections.abc import Mapping

from rich import progress as bars
from rich.console import Console
from rich.text import Text

from autograder.commands.progress import LiveBar
from autograder.exporters.class_table import what_stands_out
from autograder.exporters.wording import total_of
from autograder.grading.batch import GradedSubmission
from autograder.text.legible import harmless, one_line

MAX_NAME = 40
STEADY = 3  # so many must be done before their rate tells anything


class ClassProgress(LiveBar):
    """Prints a line for each submission as it is graded.

    `owners` is attempt → whose it is, in words.
    """

    def __init__(self, total: int, owners: Mapping[str, str]) -> None:
        self._total, self._owners = total, owners
        self._done = self._problems = 0
        self._started = time.monotonic()
        pace = bars.TextColumn("{task.fields[pace]}")
        super().__init__(Console(highlight=False, soft_wrap=True), total, pace)

    def on_line(self, name: str, line: str) -> None:
        """Show what a submission prints while it trains, beside the bar."""
        if self._console.is_terminal:
            heard = f"{one_line(name, limit=MAX_NAME)}: {one_line(line, limit=120)}"
            self._bar.update(self._task, heard=heard)

    def show(self, attempt: str, outcome: GradedSubmission) -> None:
        """Print the line of one submission, and move the bar."""
        self._done += 1
        report = outcome.report
        who = one_line(self._owners.get(attempt) or outcome.path, limit=MAX_NAME)
        if report is None:
            self._problems += 1
            words, style = f"could not be graded, which is our fault: {outcome.problem}", "magenta"
        elif report.refused is not None:
            self._problems += 1
            words, style = f"refused: {report.refused}", "red"
        else:
            note = what_stands_out(report)
            self._problems += bool(report.broken_checks())
            words = total_of(report) + (f"; {note}" if note else "")
            style = ""
        line = f"[{self._done} of {self._total}] {who}: {one_line(words, limit=300)}"
        pace = self._pace()
        if not self._console.is_terminal:
            line += f"  ({pace})" if pace else ""
        self._console.print(Text(harmless(line), style=style))
        self._bar.update(self._task, advance=1, pace=pace)

    def _pace(self) -> str:
        """Time left, rate, problems so far."""
        parts = []
        seconds = time.monotonic() - self._started
        if STEADY <= self._done < self._total and seconds > 0:
            rate = self._done / seconds
            left = (self._total - self._done) / rate
            parts = [f"{_span(left)} left", f"{60 * rate:.3g} a minute"]
        if self._problems:
            parts.append(f"{self._problems} problem{'s' if self._problems > 1 else ''}")
        return ", ".join(parts)


def _span(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} s"
    if seconds < 90 * 60:
        return f"{seconds / 60:.0f} min"
    return f"{seconds / 3600:.1f} h"
