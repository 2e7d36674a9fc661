"""One submission of a download: who is behind it, what it holds, and where it is laid out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from autograder.course.schema import IntakeLimits
from autograder.downloads.people import Claim
from autograder.downloads.tree import Kind, Node
from autograder.errors import SubmissionRefused
from autograder.files import leftovers
from autograder.submission import entries, folders
from autograder.submission.intake import ZIP_SLACK
from autograder.text.legible import quoted


@dataclass(frozen=True)
class Part:
    """A file or folder, and what it is called in the submission; '' if it is all of it."""

    node: Node
    target: str = ""


@dataclass(frozen=True)
class HandedIn:
    """A submission of a download.

    name        its name in the download
    source      the kind of download
    submitted   when, with a time zone; None if the download does not tell
    is_late     whether the platform calls it late
    number      greater is later, among those of one student; 0 if the platform does not count
    assignment  the one that the download names, or ''
    """

    name: str
    source: str
    claims: tuple[Claim, ...]
    parts: tuple[Part, ...] = field(repr=False)
    submitted: datetime | None = None
    is_late: bool = False
    number: int = 0
    assignment: str = ""


def content_of(handed_in: HandedIn, limits: IntakeLimits) -> str:
    """A hash of its files: names and bytes. It is the same in a folder and in a zip of it.

    What tools leave behind does not count, and no link is followed. Of what is too large, which is
    refused anyway, only the size counts.
    """
    digest = hashlib.sha256()
    for part in sorted(handed_in.parts, key=_name):
        for name, node in _files(part.node, _name(part)):
            digest.update(hashlib.sha256(name.encode("utf-8", "surrogateescape")).digest())
            digest.update(_content(node, limits))
    return digest.hexdigest()[:32]


@contextmanager
def laid_out(handed_in: HandedIn, limits: IntakeLimits) -> Iterator[Path]:
    """Where it lies on disk: itself, or a temporary folder with what it is put together of.

    Raises `SubmissionRefused` if it can't be.
    """
    first = handed_in.parts[0] if handed_in.parts else None
    if first and len(handed_in.parts) == 1 and first.node.path and _is_itself(first):
        yield first.node.path
        return
    with leftovers.temporary_folder() as made:
        folder = Path(made, "submission")
        folder.mkdir()
        remaining = _Remaining((limits.total_mb << 20) + ZIP_SLACK, limits.total_mb)
        for part in handed_in.parts:
            _lay(part.node, folder, (part.target,) if part.target else (), remaining)
        inside = list(folder.iterdir())
        is_alone = len(handed_in.parts) == 1 and first and not first.node.is_folder
        yield inside[0] if is_alone and len(inside) == 1 else folder


def _name(part: Part) -> str:
    """What it is called where that matters: what a zip of everything is called does not."""
    if part.node.is_folder or part.node.is_zip:
        return part.target if part.node.is_folder else ""
    return part.target or part.node.name


def _is_itself(part: Part) -> bool:
    """Whether it can be graded where it lies, under the name that it has there."""
    return part.node.is_zip or part.target in ("", part.node.name)


class _Remaining:
    """How many bytes may still be written."""

    def __init__(self, left: int, most_mb: int) -> None:
        self._left, self._most_mb = left, most_mb
        self._entries = entries.MAX_ENTRIES

    def take(self, count: int) -> None:
        self._left -= count
        if self._left < 0:
            raise SubmissionRefused(
                f"The files together have more than {self._most_mb} MB, which is the most."
            )

    def take_entry(self) -> None:
        self._entries -= 1
        if self._entries < 0:
            raise SubmissionRefused(entries.TOO_MANY)


def _lay(node: Node, folder: Path, parts: tuple[str, ...], remaining: _Remaining) -> None:
    """Write a file or folder, `parts` below `folder`; a folder without parts is `folder` itself."""
    remaining.take_entry()
    parts = parts if parts or node.is_folder else (node.name,)
    place = folder / entries.path_of([entries.parts_of(part)[-1] for part in parts])
    if node.is_folder:
        place.mkdir(parents=True, exist_ok=True)
        for child in node.children():
            _lay(child, folder, (*parts, child.name), remaining)
        return
    if node.kind is not Kind.FILE:
        folders.refuse_unless_regular(_MODES[node.kind], node.name)
    place.parent.mkdir(parents=True, exist_ok=True)
    try:
        with place.open("wb") as file:
            for chunk in node.chunks():
                remaining.take(len(chunk))
                file.write(chunk)
    except (FileExistsError, IsADirectoryError, NotADirectoryError):
        raise SubmissionRefused(
            f"{quoted(node.name)} is both a file and a folder. Rename one of them."
        ) from None


_MODES = {Kind.LINK: 0o120000, Kind.OTHER: 0o010000}  # as `stat` has them: a link, a pipe


def _files(node: Node, name: str) -> Iterator[tuple[str, Node]]:
    """All files below, named from there; no deeper and no more than could be graded."""
    waiting = [(name, node, 0)]
    seen = 0
    while waiting:
        name, node, depth = waiting.pop()
        if not node.is_folder or depth > entries.MAX_DEPTH:
            yield name, node
            continue
        for child in reversed(node.children()):
            seen += 1
            if seen > entries.MAX_ENTRIES:
                return
            waiting.append((f"{name}/{child.name}" if name else child.name, child, depth + 1))


def _content(node: Node, limits: IntakeLimits) -> bytes:
    digest = hashlib.sha256(f"{node.kind.name}".encode())
    if node.kind is not Kind.FILE or node.size > (limits.total_mb << 20) + ZIP_SLACK:
        digest.update(str(node.size).encode())
        return digest.digest()
    try:
        for chunk in node.chunks():
            digest.update(chunk)
    except (SubmissionRefused, OSError) as error:  # grading it will say so
        digest.update(str(error).encode("utf-8", "backslashreplace"))
    return digest.digest()
