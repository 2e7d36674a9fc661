"""What a hostile submission tries to see and to reach. This file is handed in, runs in a worker.

Each function of `places` tries one thing in several ways, and returns a list of those that worked;
it is empty where the wall holds. All targets are made for the occasion, so that nothing comes to
harm where no wall stands: files, listeners and a process that nobody needs.
"""

from __future__ import annotations

import ctypes
import importlib
import os
import socket
import sys
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import torch

Places = Mapping[str, Any]
LIBC = ctypes.CDLL(None, use_errno=True)


def that_work(ways: Iterable[tuple[str, Callable[[], object]]]) -> list[str]:
    """The names of the ways that raise nothing and give something."""
    worked = []
    for name, way in ways:
        try:
            if way():
                worked.append(name)
        except Exception:  # noqa: S112, BLE001 - whatever a wall raises, the way did not work
            continue
    return worked


def read_a_file_outside(places: Places) -> list[str]:
    """A file that every user of the machine may read."""
    path = places["secret"]

    def by_link() -> bytes:
        os.link(path, "linked")
        return Path("linked").read_bytes()

    def by_symbolic_link() -> bytes:
        Path("pointing").symlink_to(path)
        return Path("pointing").read_bytes()

    return that_work(
        [
            ("open", Path(path).read_bytes),
            ("a path upwards", Path("../" * 30 + path).read_bytes),
            ("/proc/self/root", Path(f"/proc/self/root{path}").read_bytes),
            ("/proc/1/root", Path(f"/proc/1/root{path}").read_bytes),
            ("the parent's root", Path(f"/proc/{os.getppid()}/root{path}").read_bytes),
            ("the host's root", Path(f"/proc/{places['host']}/root{path}").read_bytes),
            ("a link", by_link),
            ("a symbolic link", by_symbolic_link),
            ("torch", lambda: torch.from_file(path, size=10, dtype=torch.uint8).tolist()),
            ("C", lambda: LIBC.open(path.encode(), 0) >= 0),
        ]
    )


def write_a_file_outside(places: Places) -> list[str]:
    """A file that every user of the machine may write."""
    path = Path(places["writable"])

    def replaced() -> bool:
        Path("replacement").write_text("replaced")
        return bool(Path("replacement").replace(path))

    return that_work([("open", lambda: path.write_text("overwritten")), ("replace", replaced)])


def write_into_libraries(places: Places) -> list[str]:
    """Torch's folder, the folder of packages, and Python's own."""
    folders = [
        Path(torch.__file__).parent,
        Path(torch.__file__).parents[1],
        Path(os.__file__).parent,
    ]

    def made(folder: Path) -> bool:
        path = folder / places["token"]
        path.touch()
        path.unlink()
        return True

    return that_work((str(folder), partial(made, folder)) for folder in folders)


def see_the_home_folder(places: Places) -> list[str]:
    """A file in the home folder of the user who grades."""
    home = Path(places["home"])
    return that_work([(str(home), lambda: any(places["token"] in p.name for p in home.iterdir()))])


def leave_files(places: Places) -> list[str]:
    """In each folder that is usually open to everybody; the host looks whether they are there."""
    for folder in places["shared_folders"]:
        try:
            Path(folder, places["token"]).write_text("left")
        except OSError:
            continue
    Path(places["token"]).write_text("left")
    return []


def find_files(places: Places) -> list[str]:
    """What another submission has left with `leave_files`."""
    folders = [".", *places["shared_folders"]]
    return [folder for folder in folders if Path(folder, places["token"]).exists()]


def see_the_grader(places: Places) -> list[str]:
    """Modules of the grader that are loaded, or that can be imported."""
    ours = ("autograder", "inside", "pytest", "_pytest", "host")
    loaded = [name for name in sys.modules if name.split(".")[0] in ours]
    return loaded + that_work((name, partial(importlib.import_module, name)) for name in ours[:2])


def see_the_environment(places: Places) -> list[str]:
    """An environment variable of the grader, and its secret in any other."""
    return [name for name, value in os.environ.items() if places["token"] in name + value]


def hold_descriptors(places: Places) -> list[str]:
    """Open files beside the standard streams and its own connection."""
    held = []
    for number in range(4, 256):
        try:
            os.fstat(number)
        except OSError:
            continue
        held.append(f"descriptor {number}")
    return held


def read_memory_of_others(places: Places) -> list[str]:
    """The memory of the host, of its parent and of a bystander."""
    there = id(None)  # the interpreter lies at the same place in a fork

    def read(pid: int) -> bytes:
        with open(f"/proc/{pid}/mem", "rb") as memory:
            memory.seek(there)
            return memory.read(8)

    return that_work((f"process {pid}", partial(read, pid)) for pid in _others(places))


def read_environment_of_others(places: Places) -> list[str]:
    """What the host and a bystander were started with."""
    paths = [Path(f"/proc/{pid}/environ") for pid in (places["host"], places["bystander"])]
    return that_work((str(path), path.read_bytes) for path in paths)


def open_files_of_others(places: Places) -> list[str]:
    """The open files of the host and of its parent."""
    folders = [Path(f"/proc/{pid}/fd") for pid in _others(places)]
    return that_work((str(folder), partial(os.listdir, folder)) for folder in folders)


def see_other_processes(places: Places) -> list[str]:
    """A bystander, by its number and by its name."""
    by_name = [
        path.parent.name
        for path in Path("/proc").glob("[0-9]*/cmdline")
        if places["token"].encode() in _content(path)
    ]
    return [f"process {pid}" for pid in by_name]


def connect_by_tcp(places: Places) -> list[str]:
    """A listener of this machine."""
    return that_work([("127.0.0.1", lambda: socket.create_connection(places["tcp"], 1.0))])


def send_by_udp(places: Places) -> list[str]:
    """The same port, without a connection."""

    def send() -> int:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
            return sender.sendto(b"hello", tuple(places["tcp"]))

    return that_work([("127.0.0.1", send)])


def make_sockets(places: Places) -> list[str]:
    """Sockets of every family but local ones."""
    kinds = (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_RAW)
    return that_work(
        (f"family {family}, kind {int(kind)}", partial(socket.socket, family, kind))
        for family in range(2, 46)
        for kind in kinds
    )


def connect_by_path(places: Places) -> list[str]:
    """A local socket in a folder, open to every user."""
    return _connect(places["unix"])


def connect_by_name(places: Places) -> list[str]:
    """A local socket without a file."""
    return _connect("\0" + places["token"])


def _connect(address: str) -> list[str]:
    def connect() -> bool:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(1.0)
            connection.connect(address)
        return True

    return that_work([(repr(address), connect)])


def _others(places: Places) -> list[int]:
    others = [places["host"], places["bystander"]]
    return others + ([os.getppid()] if os.getppid() > 1 else [])


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""
