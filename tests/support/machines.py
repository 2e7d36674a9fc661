"""Simulates other machines, to test every isolation tier on this one. Needs root and Linux.

    machines.py container COMMAND…    root, in a container that refuses namespaces
    machines.py user COMMAND…         an ordinary user with user namespaces
    machines.py gradescope FOLDER COMMAND…    such a container, with FOLDER/autograder
                                                   and FOLDER/opt where Gradescope has its own
    machines.py root COMMAND…         root, with namespaces
    machines.py below FOLDER MACHINE COMMAND…    one of these, with Python in FOLDER/python as well

All can read Python and this project even if these lie below a folder that is closed to others, and
none can make control groups.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from autograder.sandbox.inside import linux

PROJECT = Path(__file__).parents[2]
ORDINARY_USER = 54321
CAP_SYS_ADMIN = 21


def main(machine: str, command: Sequence[str]) -> None:
    linux.unshare(linux.CLONE_NEWNS)
    linux.mount("none", "/", flags=linux.MS_REC | linux.MS_PRIVATE)
    open_way_to(Path(sys.base_prefix), Path(sys.prefix), PROJECT)
    # As in a container, what other programs of this machine share in memory is not seen.
    linux.mount("tmpfs", "/dev/shm", "tmpfs", options="mode=1777")  # noqa: S108
    if Path("/sys/fs/cgroup").is_dir():
        linux.mount("tmpfs", "/sys/fs/cgroup", "tmpfs", linux.MS_RDONLY)
    if machine == "below":
        mount_python_below(Path(command[0]))
        machine, command = command[1], command[2:]
    if machine == "gradescope":
        lay_out(Path(command[0]))
        machine, command = "container", command[1:]
    if machine == "container":
        # Docker's default profile allows no mounts and no namespaces, not even for root.
        linux.prctl(linux.PR_CAPBSET_DROP, CAP_SYS_ADMIN)
    elif machine == "user":
        become_ordinary_user()
    elif machine != "root":
        sys.exit(f"There is no machine {machine!r}.")
    os.execvp(command[0], command)  # noqa: S606 - the command is the test's own


def lay_out(folder: Path) -> None:
    """Mount Gradescope's folders at their places, visible to this process and its children only."""
    for name, place in (("autograder", Path("/autograder")), ("opt", Path("/opt/autograder"))):
        place.mkdir(exist_ok=True, parents=True)
        linux.mount(str(folder / name), str(place), flags=linux.MS_BIND)


def mount_python_below(folder: Path) -> None:
    """Let this Python, with its packages, be in a folder that may be closed to others."""
    place = folder / "python"
    place.mkdir(exist_ok=True)
    linux.mount(sys.prefix, str(place), flags=linux.MS_BIND | linux.MS_REC)


def open_way_to(*folders: Path) -> None:
    """Let every user reach `folders`, by mounting open folders over the closed ones above them."""
    # Keep them open, because a path below a covered folder can't be opened any more.
    held = {folder: os.open(folder, os.O_RDONLY) for folder in folders}
    while closed := next((p for folder in folders for p in closed_above(folder)), None):
        linux.mount("tmpfs", str(closed), "tmpfs", options="mode=0755")
        for folder, fd in held.items():
            if folder.is_relative_to(closed):
                folder.mkdir(parents=True, exist_ok=True)
                linux.mount(f"/proc/self/fd/{fd}", str(folder), flags=linux.MS_BIND | linux.MS_REC)
    for fd in held.values():
        os.close(fd)


def closed_above(folder: Path) -> list[Path]:
    """The folders above `folder` that other users can't enter, topmost first."""
    return [p for p in reversed(folder.parents) if not p.stat().st_mode & 0o001]


def become_ordinary_user() -> None:
    """Become an ordinary user with an own home and an own folder for temporary files."""
    home = tempfile.mkdtemp(prefix="ordinary-user-")
    os.chown(home, ORDINARY_USER, ORDINARY_USER)
    os.environ.update(HOME=home, TMPDIR=home, USER="ordinary", LOGNAME="ordinary")
    os.setgroups([])
    os.setresgid(ORDINARY_USER, ORDINARY_USER, ORDINARY_USER)
    os.setresuid(ORDINARY_USER, ORDINARY_USER, ORDINARY_USER)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
