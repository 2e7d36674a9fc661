"""A download as a tree of names, whether it is a folder or a zip. Nothing is unpacked to disk.

Links are never followed. A zip is kept open while it is read, and its members are read one by one:
a member whose name leads out of it is left out, and told.
"""

from __future__ import annotations

import io
import os
import stat
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

from autograder.errors import CommandMisused, SubmissionRefused
from autograder.submission import entries, folders, zip_names
from autograder.submission.zips import ABSURD_FROM, ABSURD_RATIO, DAMAGE, ENCRYPTED, READABLE
from autograder.text.legible import quoted

MAX_DIRECTORY = 64 << 20  # bytes of a zip's directory: far more than 5,000 submissions need
MAX_MEMBERS = 500_000


class Kind(Enum):
    """What a name stands for. `OTHER` is a pipe, a device or a socket."""

    FOLDER = 1
    FILE = 2
    LINK = 3
    OTHER = 4


@dataclass(frozen=True, eq=False)
class Node:
    """A file or folder. `path` is where it lies on disk; None inside a zip.

    `size` (bytes) is what it claims. `inside` gives what a folder holds, `chunks` a file's bytes.
    """

    name: str
    kind: Kind
    size: int = 0
    path: Path | None = None
    inside: Callable[[], list[Node]] = field(default=list, repr=False)
    chunks: Callable[[], Iterator[bytes]] = field(default=lambda: iter(()), repr=False)

    @property
    def is_folder(self) -> bool:
        """Whether it can hold others."""
        return self.kind is Kind.FOLDER

    @property
    def is_zip(self) -> bool:
        """Whether it is a file that is named as a zip."""
        return self.kind is not Kind.FOLDER and self.name.lower().endswith(".zip")

    def children(self) -> list[Node]:
        """What the folder holds, by name, without what systems and tools leave behind."""
        found = (each for each in self.inside() if not entries.is_left_behind((each.name,)))
        return sorted(found, key=lambda each: each.name)

    def has(self, name: str) -> bool:
        """Whether the folder directly holds something of this name, hidden names too."""
        return any(each.name == name for each in self.inside())


def on_disk(path: Path) -> Node:
    """What lies at `path`. Raises `CommandMisused` if there is nothing."""
    try:
        found = path.lstat()
    except (OSError, ValueError):
        raise CommandMisused(f"There is no file or folder {quoted(str(path))}.") from None
    if stat.S_ISDIR(found.st_mode) and not os.access(path, os.R_OK | os.X_OK):
        raise CommandMisused(f"{path} can't be read: check its permissions.")
    return _of(path, found.st_mode, found.st_size)


def _of(path: Path, mode: int, size: int) -> Node:
    if stat.S_ISDIR(mode):
        return Node(path.name, Kind.FOLDER, path=path, inside=lambda: _listed(path))
    kind = Kind.LINK if stat.S_ISLNK(mode) else Kind.FILE if stat.S_ISREG(mode) else Kind.OTHER
    return Node(path.name, kind, size, path, chunks=lambda: _chunks(path))


def _listed(folder: Path) -> list[Node]:
    try:
        facts = [(path, path.lstat()) for path in folder.iterdir()]
    except OSError:  # of one submission: grading it will say so, and all others are read
        return []
    return [_of(path, each.st_mode, each.st_size) for path, each in facts]


def _chunks(path: Path) -> Iterator[bytes]:
    with folders.open_regular(path, path.name) as opened:
        while chunk := opened.read(folders.CHUNK):
            yield chunk


@dataclass
class OpenZip:
    """A zip as a tree; `problems` tells of members that are left out. To be closed."""

    root: Node
    problems: list[str]
    archive: zipfile.ZipFile
    file: io.FileIO

    def close(self) -> None:
        """Close the file."""
        self.archive.close()
        self.file.close()


class _Bounded(io.FileIO):
    """A file of which one read gives no more than the largest directory that we accept."""

    def read(self, size: int | None = -1, /) -> bytes:
        wanted = MAX_DIRECTORY + 1 if size is None or size < 0 else min(size, MAX_DIRECTORY + 1)
        return super().read(wanted) or b""


def open_zip(path: Path) -> OpenZip:
    """The zip at `path`. Raises `CommandMisused` if it can't be read."""
    file = _Bounded(path)
    try:
        archive = zipfile.ZipFile(file)
        members = archive.infolist()
    except DAMAGE:
        file.close()
        raise CommandMisused(
            f"{quoted(path.name)} is damaged, or no zip at all. Download it again."
        ) from None
    if len(members) > MAX_MEMBERS:
        archive.close()
        file.close()
        raise CommandMisused(f"{quoted(path.name)} has more than {MAX_MEMBERS} files.")
    problems: list[str] = []
    top: dict[str, object] = {}
    for member in members:
        name = zip_names.name_of(member)
        try:
            parts = entries.parts_of(name)
        except SubmissionRefused as refused:
            problems.append(f"In {quoted(path.name)}: {refused} It is left out.")
            continue
        if parts:
            _put(top, parts, None if name.endswith(("/", "\\")) else member)
    return OpenZip(_folder(path.name, top, archive), problems, archive, file)


def _put(top: dict[str, object], parts: tuple[str, ...], member: zipfile.ZipInfo | None) -> None:
    """Put a member in its place. Where a name is twice in a zip, the last one counts."""
    place = top
    for part in parts[:-1]:
        inner = place.get(part)
        if not isinstance(inner, dict):
            inner = place[part] = {}
        place = inner
    if member is None:
        place.setdefault(parts[-1], {})
    else:
        place[parts[-1]] = member


def _folder(name: str, held: dict[str, object], archive: zipfile.ZipFile) -> Node:
    def inside() -> list[Node]:
        return [
            _folder(each, what, archive) if isinstance(what, dict) else _member(each, what, archive)  # type: ignore[arg-type]  # it is a ZipInfo
            for each, what in held.items()
        ]

    return Node(name, Kind.FOLDER, inside=inside)


def _member(name: str, member: zipfile.ZipInfo, archive: zipfile.ZipFile) -> Node:
    mode = stat.S_IFMT(member.external_attr >> 16)
    kind = Kind.FILE if mode in (0, stat.S_IFREG) else Kind.OTHER
    kind = Kind.LINK if mode == stat.S_IFLNK else kind
    return Node(name, kind, member.file_size, chunks=lambda: _unpacked(archive, member, name))


def _unpacked(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> Iterator[bytes]:
    """The member's bytes. Raises `SubmissionRefused` for what no download of a platform holds."""
    if member.flag_bits & ENCRYPTED or member.compress_type not in READABLE:
        raise SubmissionRefused(f"{quoted(name)} is encrypted, or compressed in an unusual way.")
    total = 0
    try:
        with archive.open(member) as opened:
            while chunk := opened.read(folders.CHUNK):
                total += len(chunk)
                if total > max(ABSURD_FROM, ABSURD_RATIO * member.compress_size):
                    raise SubmissionRefused(f"{quoted(name)} unpacks to an absurd size.")
                yield chunk
    except DAMAGE:
        raise SubmissionRefused(f"{quoted(name)} is damaged in the download.") from None
