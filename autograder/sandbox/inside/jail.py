"""Isolates a zygote and its workers.

Theory of operation. The processes, from trusted to untrusted:

- host: a grader process or the `autograder` command. It holds the hidden checks, starts zygotes.
- waiter (tier `namespaces` only): the host's child. It enters new namespaces, forks the zygote as
  their process 1, and waits for it.
- zygote: a fresh interpreter, with nothing of the host's memory. It isolates itself
  (`enter_zygote`), and only then imports torch. It never runs a student's code. Short-lived
  children of it remove what a worker has left behind (`reaping`).
- worker: forked from the zygote, one per task. It isolates itself further (`enter_worker`),
  and only then receives the submission, over its own socket. In `namespaces` it is process 1 of its
  own pid namespace. Its children, such as a DataLoader's workers, inherit all restrictions.
- probe: runs the steps of a zygote and a worker without torch, to see whether a tier works here.

Each step below gives something up for good. The order matters: some steps need rights that later
ones give up. The zygote ends a worker and everything that it started (`reaping.end_worker`).

Covered, and not covered: what an attacker who runs any code in a worker can still do.

- `namespaces`: use processor time, memory and scratch space up to the limits; read Python's and the
  system's libraries; attack the kernel through the system calls that torch needs. It sees no other
  process, file, user or network, and nothing that it does outlives it. Where no control group can
  be made, socket buffers do not count as memory: about 16 MB for each process that it may have.
- `dropped`: the same; also read world-readable files where the kernel has no Landlock; connect to
  local sockets that are open to every user (a DataLoader needs sockets); measure how busy the
  machine is; fill the disk of its scratch folder, each file up to the file limit. It runs as a user
  of its own, without network, and all of that user's processes end with it.
- `process`: anything that the user who grades can do. This tier only separates honest mistakes.

In every tier the worker writes its own replies: it may claim that it left its inputs unchanged when
it did not. So checks trust only numbers that they can compute themselves.
Source: https://man7.org/linux/man-pages/man7/namespaces.7.html
"""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import tempfile
from pathlib import Path

from . import control, landlock, linux, reachable, rlimits, seccomp
from .control import Fork, Settings
from .new_root import SCRATCH, build_root, library_folders

INODES = 8192
CONNECTION = 3  # the descriptor of a worker's socket; 0, 1 and 2 are its standard streams
NAMESPACES = (
    linux.CLONE_NEWNS
    | linux.CLONE_NEWPID
    | linux.CLONE_NEWNET
    | linux.CLONE_NEWIPC
    | linux.CLONE_NEWUTS
)


class TierUnavailable(Exception):
    """This system does not support the tier. The message says why."""


def enter_zygote(settings: Settings) -> None:
    """Isolate the zygote, and with it all workers. Raises TierUnavailable."""
    try:
        if settings.tier == control.NAMESPACES:
            require_reachable(settings)
            leave_namespaces()
            become_first_process()
            build_root(settings.libraries, settings.devices)
        elif settings.tier == control.DROPPED:
            require_root()
            require_reachable(settings)
    except OSError as error:
        raise TierUnavailable(str(error)) from None
    if settings.tier != control.NAMESPACES and hasattr(os, "pidfd_open"):
        adopt_orphans()
    with contextlib.suppress(AttributeError):  # only Linux can
        die_with_parent()


def leave_namespaces() -> None:
    """Enter new namespaces for mounts, processes, network, IPC and host name.

    Without root, also enter a new user namespace, which gives the rights for the others:
    https://man7.org/linux/man-pages/man7/user_namespaces.7.html
    """
    user, group = os.getuid(), os.getgid()
    if user == 0:
        linux.unshare(NAMESPACES)
        return
    linux.unshare(NAMESPACES | linux.CLONE_NEWUSER)
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
    Path("/proc/self/gid_map").write_text(f"{group} {group} 1")


def become_first_process() -> None:
    """Fork, and continue as process 1 of the new pid namespace. When it ends, all in it end:
    https://man7.org/linux/man-pages/man7/pid_namespaces.7.html
    """
    die_with_parent()
    pid = os.fork()
    if pid:
        # The parent stays as the host's child. It only waits, and holds no open files.
        os.closerange(3, _open_files_limit())
        os.waitpid(pid, 0)
        os._exit(0)


def require_root() -> None:
    """Raise TierUnavailable unless we are root, who alone can become another user."""
    if os.getuid() != 0:
        raise TierUnavailable("only root can run submissions as another user")


def require_reachable(settings: Settings) -> None:
    """Raise TierUnavailable if workers, as other users, can't reach Python's libraries."""
    if problem := reachable.closed_library(settings.libraries, settings.tier):
        raise TierUnavailable(problem)


def adopt_orphans() -> None:
    """Become the parent of what workers leave behind (PR_SET_CHILD_SUBREAPER), to find and end it.

    https://man7.org/linux/man-pages/man2/PR_SET_CHILD_SUBREAPER.2const.html
    """
    linux.prctl(linux.PR_SET_CHILD_SUBREAPER, 1)


def die_with_parent() -> None:
    """Let the kernel kill this process when its parent ends.

    https://man7.org/linux/man-pages/man2/PR_SET_PDEATHSIG.2const.html
    """
    linux.prctl(linux.PR_SET_PDEATHSIG, signal.SIGKILL)


def fork(tier: str) -> int:
    """Fork a worker; in `namespaces`, as process 1 of its own pid namespace."""
    if tier != control.NAMESPACES:
        return os.fork()
    home = os.open("/proc/self/ns/pid", os.O_RDONLY | os.O_CLOEXEC)
    try:
        linux.unshare(linux.CLONE_NEWPID)  # applies to children only
        pid = os.fork()
        if pid:
            linux.setns(home, linux.CLONE_NEWPID)
        return pid
    finally:
        os.close(home)


def enter_worker(
    settings: Settings, request: Fork, *, connection: int, output: int, groups: list[int]
) -> None:
    """Isolate a worker, after its fork and before any code of the submission runs."""
    tier = settings.tier
    join_groups(groups)
    keep_only(connection, output)
    os.setsid()
    data_size = rlimits.data_size()
    if tier == control.NAMESPACES:
        mount_own_files(request)
        give_up_rights(request.uid)
    elif tier == control.DROPPED:
        allowed = (
            landlock.rules(**_allowed_paths(settings, request)) if landlock.version() else None
        )
        give_up_rights(request.uid)
        if allowed is not None:
            landlock.restrict_self(allowed)
    rlimits.limit_resources(request.limits, data_size, count_processes=tier != control.PROCESS)
    if tier != control.PROCESS:
        restore_parent_death_signal()
        seccomp.load()
    else:
        with contextlib.suppress(AttributeError):  # only Linux can
            die_with_parent()
    forget_surroundings(request.scratch)


def join_groups(groups: list[int]) -> None:
    """Join the control groups whose `cgroup.procs` files the host has opened for us."""
    for fd in groups:
        os.write(fd, b"0")


def keep_only(connection: int, output: int) -> None:
    """Close all files but the connection and the output pipe. Standard input is empty."""
    nothing = os.open(os.devnull, os.O_RDONLY)
    # Move the connection first, because the next lines may overwrite its descriptor.
    connection = os.dup(connection)
    os.dup2(nothing, 0)
    os.dup2(output, 1)
    os.dup2(output, 2)
    os.dup2(connection, CONNECTION)
    os.closerange(CONNECTION + 1, _open_files_limit())


def mount_own_files(request: Fork) -> None:
    """Mount the worker's own scratch folder, /dev/shm and /proc. They end with the worker."""
    linux.unshare(linux.CLONE_NEWNS | linux.CLONE_NEWIPC)
    linux.mount("none", "/", flags=linux.MS_REC | linux.MS_PRIVATE)
    for folder in (SCRATCH, "/dev/shm"):  # noqa: S108 - the worker's own
        linux.mount_tmpfs(folder, megabytes=request.limits.file_mb, inodes=INODES)
    linux.mount_proc("/proc")


def give_up_rights(uid: int) -> None:
    """Give up all capabilities and, if root, become the user `uid`, who owns nothing."""
    linux.bound_capabilities()
    if os.getuid() == 0:
        os.setgroups([])
        os.setresgid(uid, uid, uid)
        os.setresuid(uid, uid, uid)
    linux.drop_capabilities()


def restore_parent_death_signal() -> None:
    """Restore what a change of user resets: the signal when the parent ends, and a readable
    /proc/self (https://man7.org/linux/man-pages/man2/PR_SET_DUMPABLE.2const.html).
    """
    die_with_parent()
    linux.prctl(linux.PR_SET_DUMPABLE, 1)


def forget_surroundings(scratch: str) -> None:
    """Point the home folder and temporary files to the scratch folder, and set a user name."""
    os.environ.update(HOME=scratch, TMPDIR=scratch, USER="student", LOGNAME="student")
    tempfile.tempdir = None  # forget the folder that tempfile chose in the zygote
    os.chdir(scratch)


def _allowed_paths(settings: Settings, request: Fork) -> dict[str, list[str]]:
    """The paths that a worker of the tier `dropped` may read, and those that it may write."""
    facts = [f"/proc/{name}" for name in ("self", "cpuinfo", "meminfo", "stat", "filesystems")]
    devices = [f"/dev/{name}" for name in ("urandom", "random", "zero")]
    readable = [*library_folders(settings.libraries), *facts, *devices, "/sys/devices/system/cpu"]
    return {
        "readable": readable,
        "writable": [request.scratch, "/dev/null", "/dev/shm", *settings.devices],  # noqa: S108 - swept afterwards
    }


def _open_files_limit() -> int:
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return 1 << 16 if soft == resource.RLIM_INFINITY else soft
