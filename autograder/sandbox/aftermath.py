"""Clears what a grading process has left that was killed: folders, control groups, processes."""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Callable
from pathlib import Path

from autograder.files import leftovers
from autograder.sandbox import cgroups
from autograder.sandbox.launcher import FIRST_USER, USERS_EACH

WORKERS = range(FIRST_USER, 1 << 32)


def clear() -> None:
    """Remove all that belongs to nobody any more. What a living run has made is left alone."""
    _end_processes()
    _clear(leftovers.is_abandoned)


def clear_own() -> None:
    """Remove all that this process has made, wherever it was interrupted."""
    _clear(leftovers.is_mine)


def _clear(is_left: Callable[[str], bool]) -> None:
    cgroups.clear(is_left)
    leftovers.clear_folders(is_left, WORKERS if _is_root() else range(0))


def _end_processes() -> None:
    """Workers' users tell the grading process that they belong to: see `launcher`."""
    if not _is_root() or not Path("/proc/self/ns/pid").exists():
        return
    for entry in os.scandir("/proc"):
        with contextlib.suppress(OSError):  # it may end while we look
            user = entry.stat().st_uid if entry.name.isdigit() else 0
            owner = (user - FIRST_USER) // USERS_EACH
            if user in WORKERS and _sees_us(entry.name) and not Path(f"/proc/{owner}").exists():
                os.kill(int(entry.name), signal.SIGKILL)


def _sees_us(pid: str) -> bool:
    """Whether the process is not in another container, whose numbers are other ones."""
    spaces = (os.stat(f"/proc/{each}/ns/pid").st_ino for each in (pid, "self"))
    return len(set(spaces)) == 1


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0
