"""A zip whose vowels.py is a symbolic link to the solution. The link must not be followed."""

from __future__ import annotations

import zipfile
from pathlib import Path


def build(goal: Path, secret: Path) -> Path:
    """A zip at `goal`."""
    goal = goal.with_suffix(".zip")
    member = zipfile.ZipInfo("vowels.py")
    member.create_system, member.external_attr = 3, 0o120777 << 16
    with zipfile.ZipFile(goal, "w") as archive:
        archive.writestr(member, str(secret))
    return goal
