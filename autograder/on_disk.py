"""Files by name → a folder."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path


def write_below(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write `files`, by their names from `folder`; missing folders are made."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
