"""Folder → the files in it. Follows no link, and opens nothing but regular files."""

from __future__ import annotations

import io
import os
import stat
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from autograder.errors import SubmissionRefused
from autograder.submission import entries
from autograder.submission.entries import Entry
from autograder.text.legible import quoted

CHUNK = 1 << 16
# A link that took a file's place meanwhile is not followed, and opening a pipe can't hang.
# Each flag is 0 where the system does not know it.
FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)


def files_in(folder: Path) -> Iterator[Entry]:
    """Every file below `folder`, without what tools leave behind: such folders are not opened."""
    waiting: list[tuple[Path, tuple[str, ...]]] = [(folder, ())]
    seen = 0
    while waiting:
        place, above = waiting.pop()
        items = _items(place)
        if above and entries.is_environment(item.name for item in items):
            continue
        for item in items:
            seen += 1
            if seen > entries.MAX_ENTRIES:
                raise SubmissionRefused(entries.TOO_MANY)
            parts = (*above, *entries.parts_of(item.name))
            if entries.is_left_behind(parts):
                continue
            path = entries.path_of(parts)
            mode, size = _kind(item, path)
            if stat.S_ISDIR(mode):
                waiting.append((Path(item.path), parts))
            else:
                refuse_unless_regular(mode, path)
                yield entry(Path(item.path), path, size)


def entry(file: Path, path: str, size: int) -> Entry:
    """The file as an entry called `path`."""
    return Entry(path=path, size=size, chunks=lambda: _chunks(file, path))


def open_regular(file: Path, name: str) -> io.FileIO:
    """Open a regular file for reading. `name` is what a refusal calls it."""
    try:
        descriptor = os.open(file, FLAGS)
    except OSError:
        raise SubmissionRefused(_unreadable(name)) from None
    opened = io.FileIO(descriptor)
    try:
        refuse_unless_regular(os.fstat(descriptor).st_mode, name)
    except SubmissionRefused:
        opened.close()
        raise
    return opened


def refuse_unless_regular(mode: int, name: str) -> None:
    """Raise `SubmissionRefused` for links, pipes, sockets and devices. `mode` is that of `stat`."""
    if stat.S_ISLNK(mode):
        raise SubmissionRefused(
            f"{quoted(name)} is a symbolic link. Hand in the file itself, not a link to it."
        )
    if not stat.S_ISREG(mode):
        raise SubmissionRefused(f"{quoted(name)} is not an ordinary file. Hand in files only.")


def _items(folder: Path) -> list[os.DirEntry[str]]:
    """What is in one folder, sorted; it stops at the first entry past the limit."""
    try:
        with os.scandir(folder) as found:
            items = list(islice(found, entries.MAX_ENTRIES + 1))
    except OSError:
        raise SubmissionRefused(_unreadable(folder.name)) from None
    return sorted(items, key=lambda item: item.name)


def _kind(item: os.DirEntry[str], path: str) -> tuple[int, int]:
    try:
        found = item.stat(follow_symlinks=False)
    except OSError:
        raise SubmissionRefused(_unreadable(path)) from None
    return found.st_mode, found.st_size


def _chunks(file: Path, path: str) -> Iterator[bytes]:
    with open_regular(file, path) as opened:
        while chunk := _read(opened, path):
            yield chunk


def _read(opened: io.FileIO, path: str) -> bytes:
    try:
        return opened.read(CHUNK)
    except OSError:
        raise SubmissionRefused(_unreadable(path)) from None


def _unreadable(name: str) -> str:
    return f"{quoted(name)} can't be read. Check its permissions and hand it in again."
