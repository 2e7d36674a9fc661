"""A zip with members called ../../x, /x and C:\\x, to write beside the submission."""

from __future__ import annotations

import zipfile
from pathlib import Path


def build(goal: Path, secret: Path) -> Path:
    """A zip at `goal`."""
    goal = goal.with_suffix(".zip")
    with zipfile.ZipFile(goal, "w") as archive:
        archive.writestr("vowels.py", "def count_vowels(text): return -1\n")
        for name in ("../../attack_canary", str(secret), "C:\\x.py", "..\\..\\attack_canary.py"):
            archive.writestr(name, "def count_vowels(text): return -1\n")
    return goal
