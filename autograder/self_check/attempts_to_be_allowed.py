"""What a hostile submission tries to be allowed. This file is handed in, runs in a worker.

As `attempts_to_reach` says; `that_work` stands in both, since each file is handed in alone.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

Places = Mapping[str, Any]
LIBC = ctypes.CDLL(None, use_errno=True)
IS_ARM = os.uname().machine == "aarch64"
NEW_NAMESPACES = (0x10000000, 0x00020000, 0x20000000, 0x40000000, 0x08000000, 0x04000000)
# System calls that no homework needs, by their numbers on x86-64 and on 64-bit Arm.
SURFACES: Mapping[str, tuple[int, int, tuple[Any, ...]]] = {
    "io_uring_setup": (425, 425, (8, ctypes.create_string_buffer(4096))),
    "bpf": (321, 280, (0, ctypes.create_string_buffer(64), 64)),
    "userfaultfd": (323, 282, (1,)),
    "keyctl": (250, 219, (0, -3, 1)),
    "perf_event_open": (298, 241, (ctypes.create_string_buffer(4096), 0, -1, -1, 0)),
    "fanotify_init": (300, 262, (0, 0)),
    "name_to_handle_at": (303, 264, (-100, b".", *[ctypes.create_string_buffer(64)] * 2, 0)),
}
PTRACE_SEIZE = 0x4206


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


def done(function: Callable[..., object], *arguments: object) -> bool:
    """Whether a call that gives nothing raises nothing."""
    function(*arguments)
    return True


def signal_others(places: Places) -> list[str]:
    """A bystander, to end it, and the host, with a signal that does nothing."""
    bystander, host = places["bystander"], places["host"]
    return that_work(
        [
            ("the bystander", partial(done, os.kill, bystander, 15)),
            ("its group", partial(done, os.killpg, bystander, 15)),
            ("the host", partial(done, os.kill, host, 0)),
        ]
    )


def trace_others(places: Places) -> list[str]:
    """A bystander, as a debugger does. A host that is traced would wait for us, so it is spared."""
    pid = places["bystander"]
    return [f"process {pid}"] if LIBC.ptrace(PTRACE_SEIZE, pid, None, None) == 0 else []


def start_programs(places: Places) -> list[str]:
    """A shell, and another Python."""

    def waits(pid: int) -> bool:
        return os.waitpid(pid, 0)[1] == 0

    def spawn(*command: str) -> bool:
        return waits(os.posix_spawn(command[0], list(command), {}))

    return that_work(
        [
            ("system", lambda: os.system("exit 0") == 0),  # noqa: S605, S607 - a shell is the point
            ("a shell", lambda: spawn("/bin/sh", "-c", "exit 0")),
            ("Python", lambda: spawn(sys.executable, "-c", "pass")),
        ]
    )


def become_others(places: Places) -> list[str]:
    """The user root, and others."""
    return that_work(
        (f"user {user}", partial(done, os.setuid, user))
        for user in (0, 1, 65534)
        if user != os.getuid()
    )


def have_rights(places: Places) -> list[str]:
    """Capabilities that it still has."""
    names = ("CapInh", "CapPrm", "CapEff", "CapAmb")
    return [
        f"{name} {value}" for name, value in _status().items() if name in names and int(value, 16)
    ]


def gain_rights(places: Places) -> list[str]:
    """Whether a program that it starts could have more rights than it has."""
    return [] if _status().get("NoNewPrivs") == "1" else ["no_new_privs is not set"]


def call_unfiltered(places: Places) -> list[str]:
    """Whether its system calls are filtered at all."""
    return [] if _status().get("Seccomp") == "2" else ["there is no filter"]


def make_namespaces(places: Places) -> list[str]:
    """Namespaces, in which it would be root."""
    return [f"unshare {flag:#x}" for flag in NEW_NAMESPACES if LIBC.unshare(flag) == 0]


def mount_file_systems(places: Places) -> list[str]:
    """A file system in memory, in a folder of its own; taken away at once where that works."""
    here = str(Path("mounted").resolve()).encode()
    Path("mounted").mkdir()
    if LIBC.mount(b"none", here, b"tmpfs", 0, None) != 0:
        return []
    LIBC.umount2(here, 2)
    return ["tmpfs"]


def change_the_root(places: Places) -> list[str]:
    """A folder of its own as root, from which one can walk upwards."""
    Path("jail").mkdir()
    return ["chroot"] if LIBC.chroot(b"jail") == 0 else []


def open_devices(places: Places) -> list[str]:
    """Memory, disks, logs and virtual machines, if they exist."""
    names = ("mem", "kmem", "port", "kmsg", "vda", "sda", "nvme0n1", "kvm", "fuse", "loop0")

    def opened(name: str) -> bool:
        return os.open(f"/dev/{name}", os.O_RDONLY | os.O_NONBLOCK) >= 0

    return that_work((name, partial(opened, name)) for name in names)


def ask_the_kernel(places: Places) -> list[str]:
    """System calls that no homework needs, and in which faults were found before."""
    return [
        name
        for name, (on_intel, on_arm, arguments) in SURFACES.items()
        if LIBC.syscall(ctypes.c_long(on_arm if IS_ARM else on_intel), *arguments) >= 0
    ]


def raise_limits(places: Places) -> list[str]:
    """Its limits on memory, processes and files."""
    import resource  # noqa: PLC0415 - not everywhere

    kinds = ("RLIMIT_DATA", "RLIMIT_AS", "RLIMIT_NPROC", "RLIMIT_FSIZE", "RLIMIT_CPU")
    raised = []
    for kind in kinds:
        number = getattr(resource, kind)
        _, hard = resource.getrlimit(number)
        if hard == resource.RLIM_INFINITY:
            continue
        try:
            resource.setrlimit(number, (hard + 1, hard + 1))
            raised.append(kind)
        except (OSError, ValueError):
            continue
    return raised


def _status() -> dict[str, str]:
    pairs = (line.partition(":") for line in Path("/proc/self/status").read_text().splitlines())
    return {name: value.strip() for name, _, value in pairs}
