"""Finds out which temporary folders and control groups a killed run has left, and clears them.

A name holds its owner: the machine (or container), the process id, and when that process started.
What belongs to a living process, to another machine, or to another user is left alone.
"""

from __future__ import annotations

import functools
import hashlib
import os
import platform
import re
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

NAME = re.compile(r"autograder-(?P<machine>[0-9a-f]{8})-(?P<pid>\d+)-(?P<started>\d+)-\w+")


def prefix() -> str:
    """The beginning of all names that this process makes and has to remove."""
    pid = os.getpid()
    return f"autograder-{_machine()}-{pid}-{_started(pid) or 0}-"


def temporary_folder() -> tempfile.TemporaryDirectory[str]:
    """A folder that is removed at the end of its block, or by the next run after a kill."""
    return tempfile.TemporaryDirectory(prefix=prefix())


def is_abandoned(name: str) -> bool:
    """Whether the owner of this name ran on this machine and is gone."""
    found = NAME.fullmatch(name)
    if found is None or found["machine"] != _machine():
        return False
    started = _started(int(found["pid"]))
    # Another process may have got the same number since.
    return started is None or (found["started"] != "0" and started != int(found["started"]))


def is_mine(name: str) -> bool:
    """Whether this process has made what has this name."""
    return name.startswith(prefix())


def clear_folders(is_left: Callable[[str], bool], users: range = range(0)) -> None:
    """Remove folders whose names `is_left` accepts, if our user or one of `users` owns them."""
    for path in Path(tempfile.gettempdir()).glob("autograder-*"):
        try:
            facts = path.lstat()
        except OSError:  # somebody else was quicker
            continue
        is_ours = hasattr(os, "geteuid") and (facts.st_uid == os.geteuid() or facts.st_uid in users)
        if is_ours and is_left(path.name):
            # Python's own rmtree gives up on folders a thousand deep.
            subprocess.run(["rm", "-rf", "--", path], check=False)  # noqa: S607


@functools.cache
def _machine() -> str:
    """A hash that processes share if they see each other: machines may share a temporary folder."""
    try:
        space = os.stat("/proc/self/ns/pid").st_ino
    except OSError:
        space = 0
    return hashlib.sha256(f"{platform.node()} {space}".encode()).hexdigest()[:8]


def _started(pid: int) -> int | None:
    """When a living process started, in the kernel's ticks; 0 if unknown; None if it is gone.

    Field 22 of https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html.
    """
    try:
        facts = Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()
    except ProcessLookupError:
        return None
    except OSError:
        return None if Path("/proc/self/stat").exists() else _signalled(pid)
    return None if facts[0] in (b"Z", b"X") else int(facts[19])


def _signalled(pid: int) -> int | None:
    """The same where there is no /proc."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return None
    except OSError:
        return 0
    return 0
