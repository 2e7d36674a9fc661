"""Ends a worker and everything that it started or left behind. Runs in the zygote.

Covered: in `namespaces` the kernel kills the whole pid namespace; in `dropped` all processes of the
worker's user are killed and its files in /dev/shm removed; in `process` its process group and the
orphans that the zygote adopted are killed. Not covered: in `process`, files outside the scratch
folder; outside Linux, children that left the process group.
"""

from __future__ import annotations

import contextlib
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

from . import control
from .control import Fork


def end_worker(tier: str, request: Fork, pid: int) -> tuple[int, float]:
    """Kill a worker and all that it started. Gives its wait status and its processor seconds."""
    if tier == control.NAMESPACES:
        # It is process 1: the kernel kills its whole namespace with it.
        _kill(os.kill, pid)
    else:
        _kill(os.killpg, pid)
        _kill(os.kill, pid)
    _, status, usage = os.wait4(pid, 0)
    if tier == control.DROPPED:
        sweep_user(request.uid)
    if tier != control.NAMESPACES:
        sweep_orphans()
    return status, usage.ru_utime + usage.ru_stime


def sweep_user(uid: int) -> None:
    """Kill every process of a worker's user, and remove what it left in shared memory."""
    pid = os.fork()
    if pid == 0:
        try:
            os.setresuid(uid, uid, uid)
            os.kill(-1, signal.SIGKILL)
        finally:
            os._exit(0)
    os.waitpid(pid, 0)
    for entry in os.scandir("/dev/shm"):  # noqa: S108 - shared by all users of the machine
        with contextlib.suppress(OSError):
            if entry.stat(follow_symlinks=False).st_uid != uid:
                continue
            # shutil.rmtree fails on folders nested a thousand deep.
            remover = os.posix_spawn("/bin/rm", ["rm", "-rf", "--", entry.path], {})
            os.waitpid(remover, 0)


def sweep_orphans(seconds: float = 2.0) -> None:
    """Kill and reap the zygote's adopted children. Its one worker has been reaped already."""
    children = Path(f"/proc/self/task/{os.getpid()}/children")
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            orphans = [int(pid) for pid in children.read_text().split()]
        except OSError:  # not Linux, or a kernel without this file
            return
        if not orphans:
            return
        for pid in orphans:
            _kill(os.kill, pid)
            with contextlib.suppress(ChildProcessError):
                os.waitpid(pid, 0)


def _kill(how: Callable[[int, int], None], pid: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        how(pid, signal.SIGKILL)
