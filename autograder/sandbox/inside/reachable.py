"""Finds folders that workers need and may not read, because they run as users of their own.

The mode of a folder says what other users may do with it. In `namespaces`, the folders above a
library are made anew, so only its own mode counts; there and in `process`, the worker of an
ordinary user remains that user, who may read what the grader reads.
"""

from __future__ import annotations

import os
import stat
import sys
import sysconfig
from collections.abc import Iterable
from pathlib import Path

from .control import DROPPED, NAMESPACES

ENTER, READ = 0o001, 0o005
# Installed with all other packages: if these are closed, so are most.
PACKAGES = ("torch", "numpy")


def closed_library(libraries: Iterable[str], tier: str) -> str:
    """What keeps a worker of this tier from Python or its `libraries`, and what to do; or ''."""
    if not becomes_another_user(tier):
        return ""
    standard = (sysconfig.get_path(kind) for kind in ("stdlib", "platstdlib"))
    for library in dict.fromkeys((*libraries, *standard)):
        above = folders_above(library) if tier == DROPPED else []
        if closed := next(filter(is_closed, above), None):
            return f"{closed} is closed to other users, and Python is below it: {_pass(closed)}"
        for folder in (Path(library), *(Path(library, name) for name in PACKAGES)):
            if is_closed(folder, READ):
                return (
                    f"{folder} is closed to other users, and packages of Python are in it: "
                    f"`chmod -R o+rX {folder}` lets them read these"
                )
    return ""


def closed_scratch(folder: str, tier: str) -> str:
    """The same of the `folder` in which a worker's scratch folder is to be made."""
    if tier != DROPPED:
        return ""
    closed = next(filter(is_closed, folders_above(f"{folder}/scratch")), None)
    if closed is None:
        return ""
    return (
        f"{closed} is closed to other users, and temporary files are below it: {_pass(closed)}; or "
        "set TMPDIR to a folder that all can enter"
    )


def becomes_another_user(tier: str) -> bool:
    """Whether a worker of this tier runs as another user than the one who grades."""
    is_apart = sys.platform == "linux" and tier in (NAMESPACES, DROPPED)
    return is_apart and os.getuid() == 0


def folders_above(path: str) -> list[Path]:
    """The folders on the way to `path`, topmost first, and on that to where its links lead."""
    ways = dict.fromkeys((Path(path).resolve(), Path(path)))
    return [folder for end in ways for folder in reversed(end.parents)]


def is_closed(folder: Path, needed: int = ENTER) -> bool:
    """Whether other users lack the `needed` permissions for a folder that exists."""
    try:
        mode = os.stat(folder).st_mode
    except OSError:  # it does not exist, or nobody can say
        return False
    return stat.S_ISDIR(mode) and mode & needed != needed


def _pass(folder: Path) -> str:
    return f"`chmod o+x {folder}` lets them pass, and not list what is in it"
