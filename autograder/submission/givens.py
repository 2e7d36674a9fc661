"""Whether a file is still as students were given it, and so is no answer."""

from __future__ import annotations

import re

BOM = b"\xef\xbb\xbf"
DEFINES = re.compile(rb"^(?:async[ \t]+)?(?:def|class)[ \t]+(\w+)", re.MULTILINE)


SLACK = 1 << 16  # white space that may be added before two files are not compared any more


def is_as_given(data: bytes, given: bytes) -> bool:
    """Whether it is empty, or what was given apart from white space and line endings."""
    return not data.strip() or is_same(data, given)


def is_same(one: bytes, other: bytes) -> bool:
    """Whether two files are the same apart from white space and line endings."""
    shorter, longer = sorted((one, other), key=len)
    # Comparing takes time, and white space alone makes no answer four times as long.
    is_near = len(longer) <= 4 * len(shorter) + SLACK
    return is_near and words(one) == words(other)


def words(data: bytes) -> list[bytes]:
    """The words of a file: what stands between white space."""
    return data.removeprefix(BOM).split()


def defined(source: bytes) -> set[str]:
    """The names of the functions and classes that a module defines at its outermost level."""
    return {name.decode(errors="replace") for name in DEFINES.findall(source)}
