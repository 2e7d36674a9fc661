"""What `autograder grade` keeps of each report while it grades: the file of `--json`, figures."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from autograder.commands.file_names import file_names
from autograder.commands.options import print_line
from autograder.commands.reports_file import ReportsFile
from autograder.files.on_disk import require_folder
from autograder.results import Report


class Kept:
    """Reports of the submissions at `paths`, kept as they are made."""

    def __init__(self, paths: Sequence[str], *, json: Path | None, figures: Path | None) -> None:
        """Raises `CommandMisused` if something can't be written there."""
        self.paths, self._json, self._figures = paths, json, figures
        if figures:
            require_folder(figures)
        self._file = ReportsFile(json) if json else None
        self._names = file_names(paths) if figures else {}
        self._reports: dict[str, Report] = {}

    @property
    def is_wanted(self) -> bool:
        """Whether more comes of a report than what is printed."""
        return self._file is not None or self._figures is not None

    def add(self, path: str, report: Report) -> None:
        """Keep one more."""
        self._reports[path] = report
        if self._file:
            self._file.add(report)
        if self._figures:
            self._draw(path, report, self._figures)

    def finish(self) -> None:
        """All are there."""
        if self._file:
            self._file.finish([self._reports[path] for path in self.paths if path in self._reports])

    def so_far(self) -> str:
        """What there is of a run that was stopped."""
        done = f"Stopped: {len(self._reports)} of {len(self.paths)} submissions are graded"
        where = f", and their reports are in {self._json}" if self._json and self._reports else ""
        return f"{done}{where}."

    def _draw(self, path: str, report: Report, folder: Path) -> None:
        from autograder.figures import networks  # noqa: PLC0415

        for drawn in networks.save(report, folder, name=self._names[path]):
            print_line(f"{drawn} is drawn.")
