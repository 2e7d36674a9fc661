"""Landlock: limits which files a process may read and write, beyond what its user may.

Used in the tier `dropped`, where a worker can't have its own file system. Covered: reading, writing
and executing files; TCP from version 4, abstract sockets and signals from version 6. Not covered:
metadata (`stat` works everywhere), and kernels before 5.13, where only file modes protect.
https://docs.kernel.org/userspace-api/landlock.html
"""

from __future__ import annotations

import ctypes
import os
import struct
from collections.abc import Iterable

from . import linux

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_ASK_VERSION, _RULE_PATH_BENEATH = 1, 1
_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1, 2, 4, 8
_TRUNCATE, _DEVICE_CONTROL = 1 << 14, 1 << 15
_FOR_A_FILE = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | _DEVICE_CONTROL
_READ = _EXECUTE | _READ_FILE | _READ_DIR
_BIND_AND_CONNECT_TCP = 3
_ABSTRACT_SOCKETS_AND_SIGNALS = 3


def version() -> int:
    """The version of the kernel's Landlock interface, 0 if it has none."""
    try:
        return linux.syscall(
            _CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint(_ASK_VERSION), what="landlock"
        )
    except OSError:
        return 0


def rules(*, readable: Iterable[str], writable: Iterable[str]) -> int:
    """Make a ruleset that allows only these folders and files; returns its descriptor.

    Paths that do not exist are left out. Raises OSError.
    """
    known = _known_rights(version())
    ruleset = _new_ruleset(known)
    for paths, rights in ((readable, _READ), (writable, known)):
        for path in paths:
            _allow(ruleset, path, rights & known)
    return ruleset


def restrict_self(ruleset: int) -> None:
    """Apply the ruleset to this process and all that it starts, for good. Raises OSError."""
    linux.prctl(linux.PR_SET_NO_NEW_PRIVS, 1)
    linux.syscall(
        _RESTRICT_SELF, ctypes.c_int(ruleset), ctypes.c_uint(0), what="landlock_restrict_self"
    )
    os.close(ruleset)


def _known_rights(abi: int) -> int:
    """The bits of all file rights that this kernel knows; it refuses unknown bits."""
    bits = 13 + (abi >= 2) + (abi >= 3) + (abi >= 5)
    return (1 << bits) - 1


def _new_ruleset(handled: int) -> int:
    abi = version()
    network = _BIND_AND_CONNECT_TCP if abi >= 4 else 0
    scoped = _ABSTRACT_SOCKETS_AND_SIGNALS if abi >= 6 else 0
    attributes = struct.pack("QQQ", handled, network, scoped)
    size = 24 if abi >= 6 else 16 if abi >= 4 else 8
    return linux.syscall(
        _CREATE_RULESET, attributes, ctypes.c_size_t(size), ctypes.c_uint(0), what="landlock"
    )


def _allow(ruleset: int, path: str, rights: int) -> None:
    try:
        fd = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except FileNotFoundError:
        return
    try:
        granted = rights if os.path.isdir(path) else rights & _FOR_A_FILE
        rule = struct.pack("=Qi", granted, fd)
        linux.syscall(
            _ADD_RULE, ctypes.c_int(ruleset), ctypes.c_int(_RULE_PATH_BENEATH), rule,
            ctypes.c_uint(0), what=f"landlock_add_rule {path}",
        )  # fmt: skip
    finally:
        os.close(fd)
