"""Calls Linux system calls that Python 3.11 has no function for. Each error raises OSError.

The calls are documented at https://man7.org/linux/man-pages/dir_section_2.html; `seccomp` says
where the numbers come from.
"""

from __future__ import annotations

import ctypes
import os
import platform

CLONE_NEWNS, CLONE_NEWUTS, CLONE_NEWIPC = 0x00020000, 0x04000000, 0x08000000
CLONE_NEWUSER, CLONE_NEWPID, CLONE_NEWNET = 0x10000000, 0x20000000, 0x40000000
MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC = 1, 2, 4, 8
MS_REMOUNT, MS_BIND, MS_REC, MS_PRIVATE = 32, 4096, 16384, 1 << 18
MNT_DETACH = 2
MADV_COLLAPSE = 25
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_CAPBSET_DROP = 1, 4, 24
PR_SET_CHILD_SUBREAPER = 36
PR_SET_NO_NEW_PRIVS, PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL = 38, 47, 4

IS_ARM = platform.machine() == "aarch64"
_PIVOT_ROOT = 41 if IS_ARM else 155
_MOUNT_SETATTR = 442
_CAPABILITY_VERSION_3 = 0x20080522
_AT_FDCWD, _AT_RECURSIVE = -100, 0x8000

_libc = ctypes.CDLL(None, use_errno=True)


class _MountAttributes(ctypes.Structure):
    _fields_ = [
        ("to_set", ctypes.c_uint64),
        ("to_clear", ctypes.c_uint64),
        ("propagation", ctypes.c_uint64),
        ("user_namespace", ctypes.c_uint64),
    ]


class _CapabilityHeader(ctypes.Structure):
    _fields_ = [("version", ctypes.c_uint32), ("pid", ctypes.c_int)]


def syscall(number: int, *arguments: object, what: str) -> int:
    """Make a system call by its number; returns its result. Raises OSError, which names `what`."""
    result: int = _libc.syscall(ctypes.c_long(number), *arguments)
    return _checked(result, what)


def unshare(flags: int) -> None:
    """unshare(2): leave the namespaces of `flags` for new ones."""
    _checked(_libc.unshare(ctypes.c_int(flags)), "unshare")


def setns(fd: int, kind: int) -> None:
    """setns(2): enter the namespace behind the descriptor `fd`, of the kind `CLONE_NEW…`."""
    _checked(_libc.setns(ctypes.c_int(fd), ctypes.c_int(kind)), "setns")


def mount(source: str, target: str, kind: str = "", flags: int = 0, options: str = "") -> None:
    """mount(2): `kind` is the file system's type, `flags` are `MS_…`."""
    result = _libc.mount(
        source.encode(),
        target.encode(),
        kind.encode() or None,
        ctypes.c_ulong(flags),
        options.encode() or None,
    )
    _checked(result, f"mount {target}")


def mount_tmpfs(target: str, *, megabytes: int, inodes: int, mode: str = "1777") -> None:
    """Mount an empty file system in memory, of at most `megabytes` × 2**20 bytes."""
    options = f"size={megabytes}m,nr_inodes={inodes},mode={mode}"
    mount("tmpfs", target, "tmpfs", MS_NOSUID | MS_NODEV | MS_NOEXEC, options)


def mount_proc(target: str) -> None:
    """Mount /proc, read-only, with the processes of the current pid namespace only."""
    mount("proc", target, "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC | MS_RDONLY)


def detach(target: str) -> None:
    """umount2(2): remove a mount, even if it is busy."""
    _checked(_libc.umount2(target.encode(), MNT_DETACH), f"umount {target}")


def make_read_only(target: str) -> None:
    """mount_setattr(2): make a mount and all below it read-only, and ignore devices and set-user-id
    programs there.
    """
    attributes = _MountAttributes(MS_RDONLY | MS_NOSUID | MS_NODEV, 0, 0, 0)
    syscall(
        _MOUNT_SETATTR,
        ctypes.c_int(_AT_FDCWD),
        target.encode(),
        ctypes.c_uint(_AT_RECURSIVE),
        ctypes.byref(attributes),
        ctypes.c_size_t(ctypes.sizeof(attributes)),
        what=f"mount_setattr {target}",
    )


def pivot_root(new: str, put_old: str) -> None:
    """pivot_root(2): make `new` the root, and mount the old root at `put_old`."""
    syscall(_PIVOT_ROOT, new.encode(), put_old.encode(), what="pivot_root")


def collapse(start: int, size: int) -> bool:
    """madvise(2): put memory into huge pages now; returns whether the kernel did so (since 6.1)."""
    advice = ctypes.c_int(MADV_COLLAPSE)
    return bool(_libc.madvise(ctypes.c_void_p(start), ctypes.c_size_t(size), advice) == 0)


def prctl(option: int, *arguments: int) -> int:
    """prctl(2): returns a negative number instead of raising; a caller may try until it fails."""
    padded = (*arguments, 0, 0, 0, 0)[:4]
    result: int = _libc.prctl(ctypes.c_int(option), *map(ctypes.c_ulong, padded))
    return result


def bound_capabilities() -> None:
    """Empty the bounding set, so that no program file can give a capability: capabilities(7).

    Needs CAP_SETPCAP, so it comes before `drop_capabilities`.
    """
    for capability in range(64):
        if prctl(PR_CAPBSET_DROP, capability) < 0:
            break


def drop_capabilities() -> None:
    """capset(2): give up every capability for good."""
    prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL)
    header = _CapabilityHeader(_CAPABILITY_VERSION_3, 0)
    none = (ctypes.c_uint32 * 6)()
    _checked(_libc.capset(ctypes.byref(header), none), "capset")


def _checked(result: int, what: str) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
    return result
