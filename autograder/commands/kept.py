"""What `autograder grade` keeps of each report while it grades: reports, sentences, figures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from autograder.commands.file_names import file_names
from autograder.commands.options import print_line
from autograder.commands.recordings_folder import RecordingsFolder
from autograder.commands.reports_file import ReportsFile
from autograder.commands.sentences_file import SentencesFile, beside
from autograder.files.on_disk import require_folder
from autograder.results import Report


class Kept:
    """Reports of the submissions at `paths`, kept as they are made."""

    def __init__(
        self,
        paths: Sequence[str],
        *,
        json: Path | None,
        sentences: Path | None,
        figures: Path | None,
        recordings: Path | None = None,
        page: Callable[[Report], None] | None = None,
    ) -> None:
        """Raises `CommandMisused` if something can't be written there, before anything is.

        The sentences of a class go beside its reports where no other place is named. `page` writes
        the page of a report.
        """
        self.paths, self._json, self._figures = paths, json, figures
        self._page = page
        if figures:
            require_folder(figures)
        self._recordings = RecordingsFolder(recordings) if recordings else None
        if self._recordings:
            self._recordings.require()
        text = sentences or (beside(json) if len(paths) > 1 else None)
        self.sentences = SentencesFile(text) if text else None
        self._file = ReportsFile(json) if json else None
        if self.sentences:
            self.sentences.begin()
        self._names = file_names(paths) if figures else {}
        self._reports: dict[str, Report] = {}

    @property
    def is_wanted(self) -> bool:
        """Whether reports are also written, and not only printed."""
        return bool(self._file or self.sentences or self._figures or self._recordings or self._page)

    @property
    def is_recorded(self) -> bool:
        """Whether recordings are kept, too."""
        return self._recordings is not None

    def add(self, path: str, report: Report, recording: bytes | None = None) -> None:
        """Keep one more."""
        self._reports[path] = report
        if self._recordings and recording is not None:
            self._recordings.add(path, recording)
        if self._file:
            self._file.add(report)
        if self.sentences:
            self.sentences.add(path, report)
        if self._page:
            self._page(report)
        if self._figures:
            self._draw(path, report, self._figures)

    def finish(self) -> None:
        """Put what there is into the order of the class."""
        reports = [self._reports[path] for path in self.paths if path in self._reports]
        if self._file:
            self._file.finish(reports)
        if self.sentences:
            self.sentences.finish(self.paths)

    def where(self) -> str:
        """Where the sentences of a class are to be read; "" if they were printed."""
        return f"The sentences are in {self.sentences.path}." if self.sentences else ""

    def so_far(self) -> str:
        """A sentence on what there is of a run that was stopped."""
        done = f"Stopped: {len(self._reports)} of {len(self.paths)} submissions are graded"
        where = f", and their reports are in {self._json}" if self._json and self._reports else ""
        return f"{done}{where}."

    def _draw(self, path: str, report: Report, folder: Path) -> None:
        from autograder.figures import networks  # noqa: PLC0415

        for drawn in networks.save(report, folder, name=self._names[path]):
            print_line(f"{drawn} is drawn.")
