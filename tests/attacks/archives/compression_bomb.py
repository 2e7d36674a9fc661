"""A zip of a megabyte that unpacks to a gigabyte of zeros. Nobody may unpack it to the end."""

from __future__ import annotations

import zipfile
from pathlib import Path


def build(goal: Path, secret: Path) -> Path:
    """A zip at `goal`."""
    goal = goal.with_suffix(".zip")
    zeros = bytes(1 << 20)
    with zipfile.ZipFile(goal, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("vowels.py", "def count_vowels(text): return -1\n")
        with archive.open("data.bin", "w", force_zip64=True) as member:
            for _ in range(1024):
                member.write(zeros)
    return goal
