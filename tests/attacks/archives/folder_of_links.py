"""A folder in which the tasks are links to the solution and to an endless device, and a pipe."""

from __future__ import annotations

import os
from pathlib import Path


def build(goal: Path, secret: Path) -> Path:
    """A folder at `goal`."""
    goal.mkdir()
    (goal / "vowels.py").symlink_to(secret)
    (goal / "shares.py").symlink_to("/dev/zero")
    os.mkfifo(goal / "reflection.md")
    return goal
