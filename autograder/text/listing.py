"""Several things in one phrase."""

from __future__ import annotations

from collections.abc import Sequence


def listed(parts: Sequence[str]) -> str:
    """'rows', 'rows and columns', 'channels, rows and columns'; '' of none."""
    *first, last = parts or ("",)
    return f"{', '.join(first)} and {last}" if first else last
