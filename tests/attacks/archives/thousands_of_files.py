"""A zip of thirty thousand empty files."""

from __future__ import annotations

import zipfile
from pathlib import Path


def build(goal: Path, secret: Path) -> Path:
    """A zip at `goal`."""
    goal = goal.with_suffix(".zip")
    with zipfile.ZipFile(goal, "w") as archive:
        archive.writestr("vowels.py", "def count_vowels(text): return -1\n")
        for i in range(30_000):
            archive.writestr(f"data/{i}", b"")
    return goal
