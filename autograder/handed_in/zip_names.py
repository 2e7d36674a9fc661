"""What a zip calls its members: tools write names in three ways, and do not always say in which."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib

IS_UTF8 = 0x800  # the flag that says so
UNICODE_PATH = 0x7075  # the extra field of Info-ZIP: version, sum of the plain name, name in UTF-8
# What Python's `zipfile` takes a name for that is not flagged, and what it is in Western Europe.
OLD, WESTERN = "cp437", "cp850"
# Code page 437 has Greek letters and signs where 850 has accented ones: no word mixes the two.
LATIN, GREEK = "A-Za-z\u00c0-\u024f", "\u0370-\u03ff"
MIXED = re.compile(f"[{LATIN}][{GREEK}]|[{GREEK}][{LATIN}]")
SIGNS = re.compile(r"[^\w\s\x21-\x7e]")


def name_of(member: zipfile.ZipInfo) -> str:
    """The member's name, as whoever made the zip saw it.

    A Mac's own tool writes UTF-8 and does not set the flag; Windows writes in its old code page.
    """
    # `filename` ends at a null byte; the original does not, so that the null byte is seen.
    name = member.orig_filename if "\0" in member.orig_filename else member.filename
    if member.flag_bits & IS_UTF8 or name.isascii():
        return name
    try:
        written = name.encode(OLD)
    except UnicodeEncodeError:
        return name
    if stated := _stated(member.extra, written):
        return stated
    try:
        return written.decode()
    except UnicodeDecodeError:
        is_doubtful = MIXED.search(name) or SIGNS.search(name)
        return written.decode(WESTERN) if is_doubtful else name


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
