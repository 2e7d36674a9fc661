"""Finds faults of hidden checks after collection and before they run, with file and line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.course.unreadable import shown_path


def unknown_fixtures(item: pytest.Function, root: Path) -> Iterator[str]:
    """A sentence for each fixture that a check requests and that does not exist."""
    info = item._fixtureinfo
    given = {*info.name2fixturedefs, "request"}
    if hasattr(item, "callspec"):
        given |= set(item.callspec.params)
    for name in info.argnames:
        if name not in given:
            yield (
                f"{place(item, root)}: check {item.originalname!r} asks for {name!r}, which is "
                "none of the fixtures; CONTRIBUTING.md says where they are."
            )


def place(item: pytest.Function, root: Path) -> str:
    """A check's file and line: 'assignments/workbook/graders/test_pooling.py:12'."""
    return f"{shown_path(item.path, root)}:{(item.location[1] or 0) + 1}"
