"""A tar with hard and symbolic links that is called .zip. Nobody may unpack it."""

from __future__ import annotations

import tarfile
from pathlib import Path


def build(goal: Path, secret: Path) -> Path:
    """A tar at `goal`."""
    goal = goal.with_suffix(".zip")
    with tarfile.open(goal, "w") as archive:
        for name, kind in (("vowels.py", tarfile.LNKTYPE), ("shares.py", tarfile.SYMTYPE)):
            member = tarfile.TarInfo(name)
            member.type, member.linkname = kind, str(secret)
            archive.addfile(member)
    return goal
