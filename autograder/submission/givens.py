"""Whether a file is still as students were given it: then it is nobody's answer."""

from __future__ import annotations

import re

BOM = b"\xef\xbb\xbf"
DEFINES = re.compile(rb"^(?:async[ \t]+)?(?:def|class)[ \t]+(\w+)", re.MULTILINE)


SLACK = 1 << 16  # white space that may be added before two files are not compared any more


def is_as_given(data: bytes, given: bytes) -> bool:
    """Is it what was given, white space and line endings apart, or nothing at all?"""
    return not data.strip() or is_same(data, given)


def is_same(one: bytes, other: bytes) -> bool:
    """Are two files the same, white space and line endings apart?"""
    shorter, longer = sorted((one, other), key=len)
    # No answer is four times as long for its white space, and comparing takes time.
    is_near = len(longer) <= 4 * len(shorter) + SLACK
    return is_near and words(one) == words(other)


def words(data: bytes) -> list[bytes]:
    """What is in a file between white space."""
    return data.removeprefix(BOM).split()


def defined(source: bytes) -> set[str]:
    """The names of the functions and classes that a module defines at its outermost level."""
    return {name.decode(errors="replace") for name in DEFINES.findall(source)}
