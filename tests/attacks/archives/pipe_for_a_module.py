"""A folder in which vowels.py is a pipe that nobody writes to: opening it blocks for ever."""

from __future__ import annotations

import os
from pathlib import Path


def build(goal: Path, secret: Path) -> Path:
    """A folder at `goal`."""
    goal.mkdir()
    os.mkfifo(goal / "vowels.py")
    return goal
