"""The walls around a zygote and its workers.

Theory of operation. A zygote is a fresh interpreter: nothing of the host's memory is in it. It puts
its own walls up (`enter_zygote`), and only then imports torch. A worker is forked from it, puts up
the rest (`enter_worker`), and only then receives the submission, over its own socket. Each step
below takes something away that can't be had back; the order matters, since some steps need rights
that later ones give up. When a worker is to go, the zygote ends it and all that it started
(`reaping.end_worker`).

What an attacker who runs any code in a worker can still do:

- `namespaces`: burn its own processor time, memory and scratch space up to the limits; read
  Python's and the system's libraries; attack the kernel through the system calls that torch needs.
  It sees no other process, file, user or network, and nothing that it does outlives it. Where no
  control group can be made, buffers of its sockets are not counted as memory: up to some 16 MB for
  each process it may have.
- `dropped`: the same, and see whatever is world-readable where the kernel has no Landlock; speak to
  local sockets that are open to every user (a DataLoader needs sockets); measure how busy the
  machine is; fill the disk of its scratch folder, each file up to the file limit. It runs as a user
  of its own, without network, and all of that user's processes end with it.
- `process`: anything that the user who grades can do. Tells honest mistakes apart, nothing more.

In every tier a worker's replies are its own: it may say that it left its inputs alone when it did
not. So the checks believe only numbers that they can compute for themselves.
"""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import tempfile
from pathlib import Path

from . import control, landlock, linux, rlimits, seccomp
from .control import Fork, Settings
from .new_root import SCRATCH, build_root, library_folders

INODES = 8192
CONNECTION = 3  # where a worker finds its socket; 0, 1 and 2 are taken by what a student prints
NAMESPACES = (
    linux.CLONE_NEWNS
    | linux.CLONE_NEWPID
    | linux.CLONE_NEWNET
    | linux.CLONE_NEWIPC
    | linux.CLONE_NEWUTS
)


class TierUnavailable(Exception):
    """This system can't put these walls up. The message says why."""


def enter_zygote(settings: Settings) -> None:
    """The walls that all workers share. Raises TierUnavailable."""
    try:
        if settings.tier == control.NAMESPACES:
            leave_namespaces()
            become_first_process()
            build_root(settings.libraries, settings.devices)
        elif settings.tier == control.DROPPED:
            require_root()
            require_reachable(settings.libraries)
    except OSError as error:
        raise TierUnavailable(str(error)) from None
    if settings.tier != control.NAMESPACES and hasattr(os, "pidfd_open"):
        adopt_orphans()
    with contextlib.suppress(AttributeError):  # only Linux can
        die_with_parent()


def leave_namespaces() -> None:
    """New namespaces for files, processes, network, IPC and names; for users too unless root."""
    user, group = os.getuid(), os.getgid()
    if user == 0:
        linux.unshare(NAMESPACES)
        return
    linux.unshare(NAMESPACES | linux.CLONE_NEWUSER)
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
    Path("/proc/self/gid_map").write_text(f"{group} {group} 1")


def become_first_process() -> None:
    """Continue as process 1 of the new namespace: when it ends, so does everything in it."""
    die_with_parent()
    pid = os.fork()
    if pid:
        # Stays as the host's child, holding nothing but its wait.
        os.closerange(3, _open_files_limit())
        os.waitpid(pid, 0)
        os._exit(0)


def require_root() -> None:
    """Only root can become somebody else."""
    if os.getuid() != 0:
        raise TierUnavailable("only root can run submissions as another user")


def require_reachable(libraries: tuple[str, ...]) -> None:
    """Another user must be able to read Python, or no import would work."""
    for library in (*libraries, str(Path(os.__file__).parent)):
        for folder in (Path(library), *Path(library).parents):
            if not folder.stat().st_mode & 0o001:
                raise TierUnavailable(f"{folder} is closed to other users, and Python is below it")


def adopt_orphans() -> None:
    """Whatever a worker leaves behind becomes the zygote's child, and can be found."""
    linux.prctl(linux.PR_SET_CHILD_SUBREAPER, 1)


def die_with_parent() -> None:
    """Nobody grades without a host."""
    linux.prctl(linux.PR_SET_PDEATHSIG, signal.SIGKILL)


def fork(tier: str) -> int:
    """Fork a worker; where the tier has them, as process 1 of a namespace of its own."""
    if tier != control.NAMESPACES:
        return os.fork()
    home = os.open("/proc/self/ns/pid", os.O_RDONLY | os.O_CLOEXEC)
    try:
        linux.unshare(linux.CLONE_NEWPID)  # for children only
        pid = os.fork()
        if pid:
            linux.setns(home, linux.CLONE_NEWPID)
        return pid
    finally:
        os.close(home)


def enter_worker(
    settings: Settings, order: Fork, *, connection: int, output: int, groups: list[int]
) -> None:
    """Everything between the fork and the first line of a submission."""
    tier = settings.tier
    join_groups(groups)
    keep_only(connection, output)
    os.setsid()
    data_size = rlimits.data_size()
    if tier == control.NAMESPACES:
        mount_own_files(order)
        give_up_rights(order.uid)
    elif tier == control.DROPPED:
        allowed = landlock.rules(**_allowed_paths(settings, order)) if landlock.version() else None
        give_up_rights(order.uid)
        if allowed is not None:
            landlock.restrict_self(allowed)
    rlimits.limit_resources(order.limits, data_size, count_processes=tier != control.PROCESS)
    if tier != control.PROCESS:
        restore_parent_death_signal()
        seccomp.load()
    else:
        with contextlib.suppress(AttributeError):  # only Linux can
            die_with_parent()
    forget_surroundings(order.scratch)


def join_groups(groups: list[int]) -> None:
    """Enter the control groups whose `cgroup.procs` the host has opened for us."""
    for fd in groups:
        os.write(fd, b"0")


def keep_only(connection: int, output: int) -> None:
    """No open file but the connection, the output pipe and an empty input."""
    nothing = os.open(os.devnull, os.O_RDONLY)
    # The connection first: its number may be one of those that are written next.
    connection = os.dup(connection)
    os.dup2(nothing, 0)
    os.dup2(output, 1)
    os.dup2(output, 2)
    os.dup2(connection, CONNECTION)
    os.closerange(CONNECTION + 1, _open_files_limit())


def mount_own_files(order: Fork) -> None:
    """Scratch space, shared memory and /proc of its own: of limited size, gone with the worker."""
    linux.unshare(linux.CLONE_NEWNS | linux.CLONE_NEWIPC)
    linux.mount("none", "/", flags=linux.MS_REC | linux.MS_PRIVATE)
    for folder in (SCRATCH, "/dev/shm"):  # noqa: S108 - the worker's own
        linux.mount_tmpfs(folder, megabytes=order.limits.file_mb, inodes=INODES)
    linux.mount_proc("/proc")


def give_up_rights(uid: int) -> None:
    """Become a user of no consequence (as root), or keep the user but none of its capabilities."""
    linux.bound_capabilities()
    if os.getuid() == 0:
        os.setgroups([])
        os.setresgid(uid, uid, uid)
        os.setresuid(uid, uid, uid)
    linux.drop_capabilities()


def restore_parent_death_signal() -> None:
    """Set again what a change of user has reset: die with the zygote; keep /proc/self readable."""
    die_with_parent()
    linux.prctl(linux.PR_SET_DUMPABLE, 1)


def forget_surroundings(scratch: str) -> None:
    """Home, temporary files and user name all point into the scratch folder."""
    os.environ.update(HOME=scratch, TMPDIR=scratch, USER="student", LOGNAME="student")
    tempfile.tempdir = None  # decided upon in the zygote, for the zygote
    os.chdir(scratch)


def _allowed_paths(settings: Settings, order: Fork) -> dict[str, list[str]]:
    """What the tier `dropped` leaves of the machine's files."""
    facts = [f"/proc/{name}" for name in ("self", "cpuinfo", "meminfo", "stat", "filesystems")]
    devices = [f"/dev/{name}" for name in ("urandom", "random", "zero")]
    readable = [*library_folders(settings.libraries), *facts, *devices, "/sys/devices/system/cpu"]
    return {
        "readable": readable,
        "writable": [order.scratch, "/dev/null", "/dev/shm", *settings.devices],  # noqa: S108 - swept afterwards
    }


def _open_files_limit() -> int:
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return 1 << 16 if soft == resource.RLIM_INFINITY else soft
