"""The file system of the tier `namespaces`: Python and the system's libraries, read-only.

Covered: no other file of the machine exists in it, and only the scratch folder, /dev/shm and a few
devices can be written to. The folders above a library are made anew, so one that is closed to other
users is no obstacle, and shows nothing else. Not covered: everything in the library folders can be
read.
https://man7.org/linux/man-pages/man2/pivot_root.2.html
"""

from __future__ import annotations

import os
import sysconfig
from pathlib import Path

from . import linux

SCRATCH = "/student"
_BUILT_AT, _OLD = "/tmp", "/.old"  # noqa: S108 - covered by a mount of our own
_SYSTEM = ("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/etc/ld.so.cache")
_DEVICES = ("null", "zero", "urandom", "random")
_INSIDE = str(Path(__file__).parent)


def library_folders(libraries: tuple[str, ...]) -> tuple[str, ...]:
    """The folders that imports need: the standard library, `libraries`, the system's, this one."""
    standard = [Path(sysconfig.get_path(kind)) for kind in ("stdlib", "platstdlib")]
    # The parent folder may hold Python's own shared library.
    ours = [str(path) for library in standard for path in (library.parent, library)]
    return tuple(dict.fromkeys((*_SYSTEM, *ours, *libraries, _INSIDE)))


def build_root(libraries: tuple[str, ...], devices: tuple[str, ...]) -> None:
    """Make a new root from bind mounts and move into it. Needs its own mount namespace.

    `devices` are device files to show beside the usual ones. Raises OSError.
    """
    folders = library_folders(libraries)  # before the change: this reads files of the old root
    os.umask(0o022)  # workers are other users, and must be able to enter what is made here
    linux.mount("none", "/", flags=linux.MS_REC | linux.MS_PRIVATE)
    linux.mount_tmpfs(_BUILT_AT, megabytes=1, inodes=4096, mode="0755")
    os.mkdir(_BUILT_AT + _OLD)
    linux.pivot_root(_BUILT_AT, _BUILT_AT + _OLD)
    os.chdir("/")
    for path in folders:
        _bring(path)
    for device in (*(f"/dev/{name}" for name in _DEVICES), *devices):
        _bring_file(device)
    for folder in ("/dev/shm", "/proc", SCRATCH):  # noqa: S108 - folders of the new root
        os.makedirs(folder, exist_ok=True)
    if not os.path.lexists("/tmp"):  # noqa: S108 - unless the libraries are below it
        os.symlink(SCRATCH, "/tmp")  # noqa: S108 - for programs that insist on /tmp
    # Some imports need a folder for temporary files. A worker mounts its own over it.
    linux.mount_tmpfs(SCRATCH, megabytes=16, inodes=1024)
    os.environ.update(HOME=SCRATCH, TMPDIR=SCRATCH)
    linux.mount_proc("/proc")
    linux.detach(_OLD)
    os.rmdir(_OLD)
    remount = linux.MS_REMOUNT | linux.MS_BIND | linux.MS_RDONLY
    linux.mount("none", "/", flags=remount | linux.MS_NOSUID | linux.MS_NODEV)


def _bring(path: str) -> None:
    """Mount a folder or file of the old root at the same path in the new one, read-only."""
    old = _OLD + path
    if os.path.islink(old):
        os.makedirs(os.path.dirname(path), exist_ok=True)
        os.symlink(os.readlink(old), path)
    elif os.path.isdir(old):
        if not os.path.isdir(path) or not os.path.samestat(os.stat(old), os.stat(path)):
            os.makedirs(path, exist_ok=True)
            linux.mount(old, path, flags=linux.MS_BIND | linux.MS_REC)
            linux.make_read_only(path)
    elif os.path.exists(old):
        _bring_file(path)
        linux.make_read_only(path)


def _bring_file(path: str) -> None:
    os.makedirs(os.path.dirname(path), exist_ok=True)
    Path(path).touch()
    linux.mount(_OLD + path, path, flags=linux.MS_BIND)
