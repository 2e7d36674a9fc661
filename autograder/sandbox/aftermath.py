"""Removes what a killed grading process has left behind: folders, control groups, processes.

Covered: processes that run as a worker's user (root only), control groups that we made, and our
temporary folders. On Linux, zygotes and workers need no removal: the kernel kills them when their
parent ends (`jail.die_with_parent`). Not covered: what a worker of the tier `process` has started,
which runs as the user who grades, if no control group holds it.
"""

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
    """Remove everything whose grading process no longer runs. Leave alone what a live run uses."""
    _end_processes()
    _clear(leftovers.is_abandoned)


def clear_own() -> None:
    """Remove everything that this process has made, even if it was interrupted halfway."""
    _clear(leftovers.is_mine)


def _clear(is_left: Callable[[str], bool]) -> None:
    cgroups.clear(is_left)
    leftovers.clear_folders(is_left, WORKERS if _is_root() else range(0))


def _end_processes() -> None:
    """Kill workers whose grading process is gone. A worker's user id encodes the process id of its
    grading process: see `Zygote.next_user` in `launcher`.
    """
    if not _is_root() or not Path("/proc/self/ns/pid").exists():
        return
    for entry in os.scandir("/proc"):
        with contextlib.suppress(OSError):  # it may end while we look
            user = entry.stat().st_uid if entry.name.isdigit() else 0
            owner = (user - FIRST_USER) // USERS_EACH
            if user in WORKERS and _sees_us(entry.name) and not Path(f"/proc/{owner}").exists():
                os.kill(int(entry.name), signal.SIGKILL)


def _sees_us(pid: str) -> bool:
    """Whether the process is in our pid namespace: another container numbers processes anew."""
    spaces = (os.stat(f"/proc/{each}/ns/pid").st_ino for each in (pid, "self"))
    return len(set(spaces)) == 1


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0
