"""Explains in one line why a course's module can't be loaded, with the file and line."""

from __future__ import annotations

import traceback
from pathlib import Path

import pytest

LONGEST = 300


def why_unreadable(error: BaseException, file: Path, root: Path) -> str:
    """The sentence about an exception that a grader module raised on import.

    It names the innermost line of a file below `root`.
    """
    cause = error
    while cause.__cause__ is not None:  # pytest wraps it in an exception of its own
        cause = cause.__cause__
    name, line = file, 1
    if isinstance(cause, SyntaxError) and cause.filename:
        name, line = Path(cause.filename), cause.lineno or 1
    elif inside := [f for f in traceback.extract_tb(cause.__traceback__) if _is_below(f, root)]:
        name, line = Path(inside[-1].filename), inside[-1].lineno or 1
    kind = type(cause).__name__
    own = isinstance(cause, pytest.Collector.CollectError) or kind in ("Failed", "UsageError")
    said = " ".join(str(getattr(cause, "msg", cause)).split())[:LONGEST]
    return f"{shown_path(name, root)}:{line}: {said if own else f'{kind}: {said}'}"


def _is_below(frame: traceback.FrameSummary, root: Path) -> bool:
    return Path(frame.filename).is_relative_to(root)


def shown_path(path: Path, root: Path) -> str:
    """A path for messages: relative to `root`, with slashes; else the file name."""
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name
