"""Entries → their bytes, counted while they are read: claimed sizes only refuse early."""

from __future__ import annotations

from collections.abc import Sequence

from autograder.course.schema import IntakeLimits
from autograder.errors import SubmissionRefused
from autograder.submission.entries import Entry
from autograder.text.legible import quoted


def of_all(entries: Sequence[Entry], limits: IntakeLimits) -> dict[str, bytes]:
    """Path → content of each. Raises `SubmissionRefused` past the limits."""
    if sum(entry.size for entry in entries) > limits.total_mb << 20:
        raise SubmissionRefused(too_large_together(limits))
    remaining = limits.total_mb << 20
    contents = {}
    for entry in entries:
        contents[entry.path] = of(entry, limits, remaining)
        remaining -= len(contents[entry.path])
    return contents


def of(entry: Entry, limits: IntakeLimits, remaining: int) -> bytes:
    """The content of one; `remaining` is how many bytes all that follows may still have."""
    most = limits.file_mb << 20
    too_large = (
        f"{quoted(entry.path)} has more than {limits.file_mb} MB, which is the most for one file."
    )
    if entry.size > most:
        raise SubmissionRefused(too_large)
    data = bytearray()
    for chunk in entry.chunks():
        data += chunk
        if len(data) > most:
            raise SubmissionRefused(too_large)
        if len(data) > remaining:
            raise SubmissionRefused(too_large_together(limits))
    return bytes(data)


def too_large_together(limits: IntakeLimits) -> str:
    """Why the files are too much."""
    return f"The files together have more than {limits.total_mb} MB, which is the most."
