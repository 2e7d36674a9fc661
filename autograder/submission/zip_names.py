"""The names of a zip's members: tools write them in three ways, and do not always say which."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping

from autograder.submission.entries import same_elsewhere
from autograder.text.legible import quoted

IS_UTF8 = 0x800  # the flag that says so
UNICODE_PATH = 0x7075  # the extra field of Info-ZIP: version, sum of the plain name, name in UTF-8
# How Python's `zipfile` reads a name without the flag, and how Western Europe writes it.
OLD, WESTERN = "cp437", "cp850"
# Code page 437 has Greek letters and signs where 850 has accented ones: no word mixes the two.
LATIN, GREEK = "A-Za-z\u00c0-\u024f", "\u0370-\u03ff"
MIXED = re.compile(f"[{LATIN}][{GREEK}]|[{GREEK}][{LATIN}]")
SIGNS = re.compile(r"[^\w\s\x21-\x7e]")
IMPORTED = re.compile(r"^[ \t]*(?:import|from)[ \t]+(\w+)", re.MULTILINE)


def name_of(member: zipfile.ZipInfo) -> str:
    """The member's name as it was on the computer where the zip was made.

    A Mac's own tool writes UTF-8 and does not set the flag; Windows writes its old code page.
    Source: appendix D of https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT.
    """
    # `filename` ends at a null byte; the original does not, so that the null byte is seen.
    name = member.orig_filename if "\0" in member.orig_filename else member.filename
    if member.flag_bits & IS_UTF8:
        return name
    try:
        written = name.encode(OLD)
    except UnicodeEncodeError:
        return name
    # Where the plain name has only signs of ASCII, some of them may stand for others.
    if stated := _stated(member.extra, written):
        return stated
    try:
        return written.decode()
    except UnicodeDecodeError:
        is_doubtful = MIXED.search(name) or SIGNS.search(name)
        return written.decode(WESTERN) if is_doubtful else name


def is_guessed(member: zipfile.ZipInfo) -> bool:
    """Whether the code page of the member's name is only guessed."""
    try:
        written = member.filename.encode(OLD)
        written.decode()
    except UnicodeEncodeError:
        return False
    except UnicodeDecodeError:
        return not member.flag_bits & IS_UTF8 and not _stated(member.extra, written)
    return False


def about_guessed(guessed: Iterable[str], files: Mapping[str, bytes]) -> Iterator[str]:
    """A note for each file with a guessed name, if a module is imported that is not there."""
    tops = {same_elsewhere(path.partition("/")[0].removesuffix(".py")) for path in files}
    sources = (data.decode(errors="replace") for path, data in files.items() if _is_module(path))
    wanted = {name for source in sources for name in IMPORTED.findall(source)}
    if all(name.isascii() or same_elsewhere(name) in tops for name in wanted):
        return
    for path in filter(_is_module, guessed):
        yield (
            f"The name {quoted(path)} may be another one: the zip does not say in which code page "
            "it is written. Use only the letters a to z in names, or hand in the folder itself."
        )


def _is_module(path: str) -> bool:
    return path.endswith(".py")


def _stated(extra: bytes, written: bytes) -> str:
    """The name in UTF-8 that an extra field states, if it belongs to the name as written."""
    while len(extra) >= struct.calcsize("<HH"):
        kind, length = struct.unpack_from("<HH", extra)
        field, extra = extra[4 : 4 + length], extra[4 + length :]
        if kind == UNICODE_PATH and field[:5] == struct.pack("<BI", 1, zlib.crc32(written)):
            try:
                return field[5:].decode()
            except UnicodeDecodeError:
                return ""
    return ""
