"""Writes bundles: the same bytes each time, so that two can be compared by their hashes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from autograder.files.zipped import zipped


def write(path: Path, files: Mapping[str, bytes]) -> None:
    """Write `files`, by name, to a zip at `path`; what starts with `#!` is made executable."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(zipped(files, with_programs=True))
