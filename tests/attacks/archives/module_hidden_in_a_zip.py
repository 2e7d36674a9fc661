"""A file called vowels.py that is a zip, a notebook and a program at the same time."""

from __future__ import annotations

import zipfile
from pathlib import Path


def build(goal: Path, secret: Path) -> Path:
    """A folder at `goal`."""
    goal.mkdir()
    with zipfile.ZipFile(goal / "vowels.py", "w") as archive:
        archive.writestr("__main__.py", "def count_vowels(text): return -1\n")
        archive.writestr("vowels.py", "def count_vowels(text): return -1\n")
    (goal / "shares.py").write_bytes(b"\x00\xff\xfe" + b"def shares(n): return n\n")
    return goal
