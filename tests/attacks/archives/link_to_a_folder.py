"""A zip in which a folder is a symbolic link, and a file is to be written through it."""

from __future__ import annotations

import zipfile
from pathlib import Path


def build(goal: Path, secret: Path) -> Path:
    """A zip at `goal`."""
    goal = goal.with_suffix(".zip")
    link = zipfile.ZipInfo("work")
    link.create_system, link.external_attr = 3, 0o120777 << 16
    with zipfile.ZipFile(goal, "w") as archive:
        archive.writestr(link, str(secret.parent))
        archive.writestr("work/vowels.py", "def count_vowels(text): return -1\n")
        archive.writestr("vowels.py", "from work.vowels import count_vowels\n")
    return goal
