"""The file of `--sentences`: what is found of each submission of a class, as text to be read."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from pathlib import Path

from autograder.errors import CommandMisused
from autograder.exporters import terminal
from autograder.files import on_disk
from autograder.results import Report

HEAD = "What `grade` found, for staff: one submission after the other.\n\n"


def beside(json: Path | None) -> Path | None:
    """Where the sentences go if only `--json` says where the reports go: `reports.txt` beside it.

    None for pipes and devices, which have no neighbours.
    """
    if json is None or (json.exists() and not json.is_file()):
        return None
    return json.with_name(f"{json.stem if json.suffix == '.json' else json.name}.txt")


class SentencesFile:
    """Written report by report, as they are made; at last in the order of the class."""

    def __init__(self, path: Path) -> None:
        """Look, and write nothing yet. Raises `CommandMisused` if the file can't be written.

        A file that begins as ours do is from an earlier run. Any other is left alone.
        """
        self.path = path
        self._texts: dict[str, str] = {}
        self._refuse_other_files()
        on_disk.require_folder(path.parent)

    def begin(self) -> None:
        """Write the head, over what an earlier run has left."""
        self._write(HEAD, "w")

    def add(self, path: str, report: Report) -> None:
        """Append the report of the submission at `path`. Raises `CommandMisused` if it can't."""
        self._texts[path] = terminal.plain(report) + "\n"
        self._write(self._texts[path], "a")

    def finish(self, paths: Sequence[str]) -> None:
        """Put what there is into the order of the class."""
        # Nothing is rendered again, since Ctrl-C waits for this.
        text = HEAD + "".join(self._texts[path] for path in paths if path in self._texts)
        with contextlib.suppress(OSError):  # the file is whole as it is, in another order
            on_disk.replace(self.path, _encoded(text))

    def _refuse_other_files(self) -> None:
        if self.path.is_dir():
            raise CommandMisused(f"{self.path} is a folder; --sentences writes a file. Name one.")
        if not self.path.is_file():
            return
        with self.path.open("rb") as there:
            if there.read(len(HEAD)) not in (b"", _encoded(HEAD)):
                raise CommandMisused(
                    f"{self.path} is there already, and not of our making. It is left as it is; "
                    "name another file with --sentences."
                )

    def _write(self, text: str, mode: str) -> None:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self.path.open(mode + "b") as file:
                file.write(_encoded(text))
        except OSError as error:
            raise on_disk.unwritable(error, self.path) from None


def _encoded(text: str) -> bytes:
    """UTF-8; bytes of a name that are no text are shown by their number."""
    return text.encode("utf-8", "backslashreplace")
