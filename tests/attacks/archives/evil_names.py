"""A zip whose other files have names full of escapes, formulas and line ends."""

from __future__ import annotations

import zipfile
from pathlib import Path

NAMES = ("\x1b[31mred", "=HYPERLINK(1)", "a\nvowels  2 of 2", "\u202egnp.py", "<script>", "x" * 300)


def build(goal: Path, secret: Path) -> Path:
    """A zip at `goal`."""
    goal = goal.with_suffix(".zip")
    with zipfile.ZipFile(goal, "w") as archive:
        archive.writestr("vowels.py", "import os\nprint(os.listdir())\ncount_vowels = len\n")
        for name in NAMES:
            archive.writestr(f"{name}/shares.py", "")
    return goal
