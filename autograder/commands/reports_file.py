"""The file of `--json`: a complete JSON list after each report, so that none is lost."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from autograder.errors import CommandMisused
from autograder.files import on_disk
from autograder.results import Report, as_json, decoded

EMPTY, BEGIN, BETWEEN, END = b"[]\n", b"[\n", b",\n", b"\n]\n"


class ReportsFile:
    """Written report by report as they are made; at the end in the order of the class.

    Each report is written over the list's end, so that the cost does not grow with the list.
    """

    def __init__(self, path: Path) -> None:
        """Begin the list. Raises `CommandMisused` if the file can't be written."""
        self._path, self._count = path, 0
        try:
            self._file = _opened(path)
        except OSError as error:
            raise on_disk.unwritable(error, path) from None
        if self._file is not None:
            self._put(EMPTY, at=0)

    def add(self, report: Report) -> None:
        """Keep one more report."""
        if self._file is None:
            return
        before = BETWEEN if self._count else BEGIN
        at = self._file.seek(0, os.SEEK_END) - len(END) if self._count else 0
        try:
            self._put(before + as_json(report).rstrip() + END, at=at)
        except OSError as error:  # the disk is full: what there was is kept
            self._put(END if self._count else EMPTY, at=at)
            raise on_disk.unwritable(error, self._path) from None
        self._count += 1

    def finish(self, reports: Sequence[Report]) -> None:
        """All reports, in their order."""
        if self._file is None:
            try:
                self._path.write_bytes(as_json(reports))
            except OSError as error:  # a pipe or a device fails only now
                raise on_disk.unwritable(error, self._path) from None
            return
        self._file.close()
        with contextlib.suppress(OSError):  # the list is complete as it is, in another order
            on_disk.replace(self._path, as_json(reports))

    def _put(self, data: bytes, *, at: int) -> None:
        assert self._file is not None  # noqa: S101 - only regular files are written piece by piece
        self._file.seek(at)
        # One unbuffered call, which a kill does not interrupt halfway.
        if self._file.write(data) != len(data):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        self._file.truncate()


def read(path: Path) -> Sequence[Report]:
    """The reports in a file of `autograder grade --json`. Raises `CommandMisused`."""
    try:
        return decoded(path.read_bytes(), list[Report])
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise CommandMisused(f"{path} can't be read: {reason}.") from None
    except ValueError:
        raise CommandMisused(f"{path} is no file of `grade --json`.") from None


def _opened(path: Path) -> BinaryIO | None:
    """The file, new or to be overwritten; None for a pipe, which takes all at the end."""
    if path.is_dir():
        raise CommandMisused(f"{path} is a folder; --json writes a file. Name one.")
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o666), "r+b", buffering=0)
    if path.is_relative_to("/dev") or not stat.S_ISREG(path.stat().st_mode):
        return None
    with path.open("rb") as there:
        # `--json *.zip` names a submission where a file for the reports is meant.
        if there.read(1) not in (b"", b"["):
            raise CommandMisused(
                f"{path} is there already, and no list of reports. It is left as it is; "
                "name another file with --json."
            )
    return path.open("r+b", buffering=0)
