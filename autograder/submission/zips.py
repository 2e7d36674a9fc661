"""Zip → the files in it. Nothing is extracted to disk, and no size that a zip claims is believed.

A zip describes its members twice: in the directory at its end, and before each member. We read the
directory within a bound, refuse what no ordinary tool writes (links, encryption, members that
overlap), and count the bytes of each member while it is unpacked.

Covered: what unpacks to many times its size, claimed sizes, and members that share bytes. Not
covered: bugs of Python's `zipfile` and zlib, which run here, in our own process.
"""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from autograder.errors import SubmissionRefused
from autograder.submission import entries, folders, zip_names
from autograder.submission.entries import Entry
from autograder.submission.folders import CHUNK
from autograder.text.legible import quoted

# `ZipFile` reads the whole directory at once and makes an object of some 500 bytes from every 46
# bytes of it, however few members the end record admits: this bounds both.
MAX_DIRECTORY = 2 << 20
LOCAL_HEADER = 30  # bytes before a member's name and data, at the least
# Deflate reaches 1000. Real work of more than a megabyte stays far below this.
ABSURD_RATIO = 500
ABSURD_FROM = 1 << 20
ENCRYPTED = 0x1 | 0x40 | 0x2000
# Not bzip2 and LZMA: Python unpacks a chunk of them without any bound on what comes out.
READABLE = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
# All that the standard library raises at damaged zips. `OSError`: a seek to before the beginning.
DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)


class _Bounded(io.FileIO):
    """A file of which a single read gives at most as much as a zip's directory may have."""

    def read(self, size: int | None = -1, /) -> bytes:
        wanted = MAX_DIRECTORY + 1 if size is None or size < 0 else min(size, MAX_DIRECTORY + 1)
        data = super().read(wanted) or b""
        if len(data) > MAX_DIRECTORY:
            raise SubmissionRefused(entries.TOO_MANY)
        return data


@contextmanager
def files_in(path: Path, *, max_bytes: int) -> Iterator[list[Entry]]:
    """The files of the zip at `path`, which stays open while they are read.

    `max_bytes` is how large the zip itself may be. Raises `SubmissionRefused`.
    """
    with folders.open_regular(path, path.name) as opened:
        size = opened.seek(0, io.SEEK_END)
        if size > max_bytes:
            raise SubmissionRefused(
                f"{quoted(path.name)} has {size >> 20} MB; at most {max_bytes >> 20} are possible."
            )
        with _Bounded(opened.fileno(), closefd=False) as file, _open(file, path) as archive:
            members = archive.infolist()
            if len(members) > entries.MAX_ENTRIES:
                raise SubmissionRefused(entries.TOO_MANY)
            _refuse_overlaps(members, size, path)
            parts = [entries.parts_of(zip_names.name_of(member)) for member in members]
            outside = entries.outside_environments(parts)
            found = (
                _entry(archive, member, its, path)
                for member, its, is_outside in zip(members, parts, outside, strict=True)
                if is_outside and not entries.is_left_behind(its)
            )
            yield [entry for entry in found if entry is not None]


def _open(file: io.FileIO, path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(file)
    except DAMAGE:
        raise SubmissionRefused(_damaged(path)) from None


def _refuse_overlaps(members: Sequence[zipfile.ZipInfo], size: int, path: Path) -> None:
    """Raise `SubmissionRefused` if members share bytes: such a zip can unpack to any size."""
    spans = sorted((each.header_offset, each.compress_size) for each in members)
    ends = [offset for offset, _ in spans[1:]] + [size]
    for (start, length), end in zip(spans, ends, strict=False):
        if start < 0 or start + LOCAL_HEADER + length > end:
            raise SubmissionRefused(_damaged(path))


def _entry(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, parts: Sequence[str], path: Path
) -> Entry | None:
    """The member as an entry; None for folders. `parts` are those of its name."""
    name = entries.path_of(parts)
    kind = stat.S_IFMT(member.external_attr >> 16)  # 0 from systems that have no such thing
    if stat.S_ISDIR(kind):
        return None
    folders.refuse_unless_regular(kind or stat.S_IFREG, name)
    if name == "" or member.filename.endswith(("/", "\\")):
        return None
    if member.flag_bits & ENCRYPTED:
        raise SubmissionRefused(f"{quoted(name)} is encrypted. Make the zip without a password.")
    if member.compress_type not in READABLE:
        raise SubmissionRefused(
            f"{quoted(name)} is compressed in an unusual way. "
            "Make the zip with your system's own tool."
        )
    is_guessed = zip_names.is_guessed(member)
    return Entry(name, member.file_size, lambda: _chunks(archive, member, path), is_guessed)


def _chunks(archive: zipfile.ZipFile, member: zipfile.ZipInfo, path: Path) -> Iterator[bytes]:
    """The member's bytes as they come out; the standard library checks their sum at the end."""
    total = 0
    try:
        with archive.open(member) as opened:
            while chunk := opened.read(CHUNK):
                total += len(chunk)
                if total > max(ABSURD_FROM, ABSURD_RATIO * member.compress_size):
                    raise SubmissionRefused(
                        f"{quoted(path.name)} unpacks to more than {ABSURD_RATIO} times its size. "
                        "Hand in only what belongs to the tasks."
                    )
                yield chunk
    except DAMAGE:
        raise SubmissionRefused(_damaged(path)) from None


def _damaged(path: Path) -> str:
    return f"{quoted(path.name)} is damaged, or no zip at all. Make the zip again and hand that in."
