"""Standard output that never ends a command: on any terminal, and in a pipe that was closed.

A reader that stops early (`| head`) and a terminal without ✓ must not cost a class its grades.
"""

from __future__ import annotations

import codecs
import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

PLAIN = {
    "✓": "+",
    "✗": "x",
    "…": "...",
    "–": "-",
    "→": "->",
    "×": "x",
    "±": "+-",
    "█": "#",
    "·": ".",
}


class _Lasting(io.FileIO):
    """A descriptor. After its reader has gone, only what is written to it is lost."""

    is_lost = False

    def write(self, data: object) -> int:
        try:
            return super().write(data)  # type: ignore[arg-type]  # bytes of any kind
        except OSError:  # a closed pipe, or a full disk
            self.is_lost = True
            return len(memoryview(data))  # type: ignore[arg-type]


@contextmanager
def lasting_output() -> Iterator[None]:
    """Make standard output and standard error end no command, within the block."""
    before = sys.stdout, sys.stderr
    codecs.register_error("autograder.plain", _plain)
    sys.stdout, sys.stderr = map(_lasting, before)
    try:
        yield
    finally:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        sys.stdout, sys.stderr = before


def is_heard() -> bool:
    """Whether somebody may still read what is printed, as far as we know."""
    raw = getattr(getattr(sys.stdout, "buffer", None), "raw", None)
    return not (isinstance(raw, _Lasting) and raw.is_lost)


def _lasting(stream: TextIO | None) -> TextIO:
    if stream is None:  # closed by our caller: no other file may get its number
        return open(os.devnull, "w", encoding="utf-8")
    if stream not in (sys.__stdout__, sys.__stderr__) or not isinstance(stream, io.TextIOWrapper):
        return stream  # replaced by a caller, such as a test
    stream.flush()
    raw = _Lasting(stream.fileno(), "w", closefd=False)
    return io.TextIOWrapper(
        io.BufferedWriter(raw),
        encoding=stream.encoding,
        errors="autograder.plain",
        line_buffering=True,
    )


def _plain(error: UnicodeError) -> tuple[str | bytes, int]:
    """Replace signs that the terminal lacks by plain ones, or by their number."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    text = error.object[error.start : error.end]
    shown = "".join(
        PLAIN.get(sign) or sign.encode("ascii", "backslashreplace").decode() for sign in text
    )
    return shown, error.end
