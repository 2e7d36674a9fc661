"""Control groups: the kernel limits the memory and the number of processes of a whole tree.

Covered: the memory of a worker and its children, and how many processes they are; version 2 also
allows no swap. Not covered: processor time and files (see `watch`), and machines where we can't
make a group: only root, or a user to whom a group was delegated, may make one. The host makes it,
and the worker joins it after its fork and before any student code runs. Both versions work:
https://docs.kernel.org/admin-guide/cgroup-v2.html
https://docs.kernel.org/admin-guide/cgroup-v1/index.html
"""

from __future__ import annotations

import contextlib
import itertools
import os
import signal
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from autograder.files import leftovers

ROOT = Path("/sys/fs/cgroup")
MB = 1 << 20
MEMORY_LIMITS = ("memory.max", "memory.limit_in_bytes")  # version 2, version 1
_worked: list[tuple[Path, ...]] = []  # where the last group was made; tried first


@dataclass(frozen=True)
class ControlGroup:
    """One worker's control group: one folder in version 2, one per controller in version 1."""

    folders: tuple[Path, ...]

    def open_entrances(self) -> list[int]:
        """Open file descriptors of `cgroup.procs`. A process joins the group by writing 0 to them.

        Raises OSError. The caller closes the descriptors.
        """
        return [os.open(folder / "cgroup.procs", os.O_WRONLY) for folder in self.folders]

    def ran_out_of_memory(self) -> bool:
        """Whether the kernel has killed a process of the group because memory ran out."""
        for name in ("memory.events", "memory.oom_control"):
            for folder in self.folders:
                with contextlib.suppress(OSError):
                    words = (folder / name).read_text().split()
                    facts = dict(zip(words[::2], words[1::2], strict=False))
                    return facts.get("oom_kill", "0") != "0"
        return False

    def allow_memory(self, megabytes: int) -> None:
        """Change the memory limit of the whole group, in units of 2**20 bytes."""
        for folder in self.folders:
            for name in MEMORY_LIMITS:
                with contextlib.suppress(OSError):
                    if (folder / name).exists():
                        (folder / name).write_text(str(megabytes * MB))

    def remove(self) -> None:
        """Remove the group. All its processes must have ended."""
        for folder in self.folders:
            with contextlib.suppress(OSError):
                folder.rmdir()


def make(*, memory_mb: int, processes: int) -> ControlGroup | None:
    """Make a group with these limits; None if this machine lets us make none.

    `memory_mb` is in units of 2**20 bytes.
    """
    name = f"{leftovers.prefix()}{uuid.uuid4().hex[:12]}"
    for parents in itertools.chain(_worked, _unified(), _version_1()):
        group = ControlGroup(tuple(parent / name for parent in parents))
        try:
            for folder in group.folders:
                folder.mkdir()
            _limit(group, memory_mb * MB, processes)
        except OSError:
            group.remove()
        else:
            _worked[:] = [parents]
            return group
    return None


def clear(is_left: Callable[[str], bool]) -> None:
    """Remove the groups whose name `is_left` accepts, and kill what still runs in them.

    The search covers the folders where we may make groups now, and the folders beside them, because
    a killed run may have belonged to another login session.
    """
    parents = {parent for parents in (*_places(), *_version_1()) for parent in parents}
    around = {folder for parent in parents for folder in (parent, *_below(parent.parent))}
    for folder in around:
        for group in _below(folder):
            if is_left(group.name):
                _clear(group)


def _clear(folder: Path, seconds: float = 1.0) -> None:
    """Kill the group's processes until none is left, then remove the group."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError):
            for pid in (folder / "cgroup.procs").read_text().split():
                with contextlib.suppress(ProcessLookupError):
                    os.kill(int(pid), signal.SIGKILL)
        with contextlib.suppress(OSError):
            folder.rmdir()
        if not folder.exists():
            return
        time.sleep(0.02)


def _below(folder: Path) -> list[Path]:
    try:
        return [Path(entry.path) for entry in os.scandir(folder) if entry.is_dir()]
    except OSError:
        return []


def _limit(group: ControlGroup, memory: int, processes: int) -> None:
    """Write the limits. Raises OSError if the group lacks a controller. `memory` is in bytes."""
    found = set()
    limits = {**dict.fromkeys(MEMORY_LIMITS, memory), "pids.max": processes}
    for folder in group.folders:
        for name, amount in limits.items():
            if (folder / name).exists():
                (folder / name).write_text(str(amount))
                found.add(name.split(".")[0])
        for name, value in (("memory.swap.max", "0"), ("memory.oom.group", "1")):
            with contextlib.suppress(OSError):
                if (folder / name).exists():
                    (folder / name).write_text(value)
    if found != {"memory", "pids"}:
        raise OSError("the group has no such controllers")


def _unified() -> Iterator[tuple[Path, ...]]:
    """Folders where a version 2 group can be made, with the controllers enabled there."""
    for (parent,) in _places():
        with contextlib.suppress(OSError):
            (parent / "cgroup.subtree_control").write_text("+memory +pids")
        yield (parent,)


def _places() -> Iterator[tuple[Path]]:
    """Folders where a version 2 group may lie: below our own group, or beside it."""
    own = _own_groups().get("")
    base = next(
        (path for path in (ROOT / "unified", ROOT) if (path / "cgroup.procs").exists()), None
    )
    if own is None or base is None:
        return
    folder = base / own
    yield from ((folder,), (folder.parent,))


def _version_1() -> Iterator[tuple[Path, ...]]:
    """Folders where version 1 groups can be made: below our own group of each controller."""
    own = _own_groups()
    if "memory" in own and "pids" in own:
        yield (ROOT / "memory" / own["memory"], ROOT / "pids" / own["pids"])


def _own_groups() -> dict[str, str]:
    """Controller → path of the group we are in. Version 2 is listed under the empty name."""
    try:
        lines = Path("/proc/self/cgroup").read_text().splitlines()
    except OSError:
        return {}
    groups: dict[str, str] = {}
    for line in lines:
        _, controllers, path = line.split(":", 2)
        groups |= {controller: path.lstrip("/") for controller in controllers.split(",")}
    return groups
