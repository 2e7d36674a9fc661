"""A zip whose vowels.py is a hard link to the solution, in PKWARE's way of writing one."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path


def build(goal: Path, secret: Path) -> Path:
    """A zip at `goal`."""
    goal = goal.with_suffix(".zip")
    member = zipfile.ZipInfo("vowels.py")
    target = str(secret).encode()
    member.create_system, member.external_attr = 3, 0o100644 << 16
    member.extra = struct.pack("<HHIIHH", 0x000D, 12 + len(target), 0, 0, 0, 0) + target
    with zipfile.ZipFile(goal, "w") as archive:
        archive.writestr(member, "")
    return goal
