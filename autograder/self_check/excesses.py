"""What takes too much, never ends, or answers falsely. This file is handed in, runs in a worker.

What it starts has the name that it is given, so that the host can find it wherever it went.
"""

from __future__ import annotations

import ctypes
import os
import struct
import sys
import threading
import time
from pathlib import Path

import torch

CONNECTION = 3  # the descriptor of a worker's socket
LIBC = ctypes.CDLL(None, use_errno=True)
PR_SET_NAME = 15
LIFE = 30.0  # seconds: whatever is not ended ends by itself


class Opaque:
    """An object that no protocol of ours carries."""


def answer() -> int:
    """An honest answer."""
    return 1


def spin() -> None:
    """Never return."""
    while True:
        pass


def spin_and_swallow() -> None:
    """Never return, and catch what would end it."""
    while True:
        try:
            spin()
        except BaseException:  # noqa: S112, BLE001 - that is what it tries
            continue


def sleep_natively() -> None:
    """Never return from C, where no exception reaches."""
    LIBC.sleep(1000)


def leave_a_daemon(name: str) -> int:
    """Leave a process in a session of its own, whose parent has ended."""
    child = os.fork()
    if child == 0:
        os.setsid()
        if os.fork() == 0:
            _rest(name)
        os._exit(0)
    os.waitpid(child, 0)
    return 1


def leave_a_daemon_and_spin(name: str) -> None:
    """The same, and never return."""
    leave_a_daemon(name)
    spin()


def use_memory(megabytes: int) -> float:
    """Fill memory in this process."""
    return float(torch.ones(megabytes << 18)[-1])


def use_memory_together(megabytes: int, children: int) -> int:
    """Fill as much in each of several children; gives how many had theirs for a second."""
    reader, writer = os.pipe()
    for _ in range(children):
        if os.fork() == 0:
            held = bytearray(b"x") * (megabytes << 20)
            time.sleep(1.0)
            os.write(writer, bytes(held[:1]))
            os._exit(0)
    os.close(writer)
    told = b""
    while chunk := os.read(reader, 100):
        told += chunk
    return len(told)


def make_processes(most: int, name: str) -> int:
    """Fork as often as it can; gives how often it could."""
    for made in range(most):
        try:
            if os.fork() == 0:
                _rest(name)
        except OSError:
            return made
    return most


def make_threads(most: int) -> int:
    """Start as many threads as it can; gives how many."""
    for made in range(most):
        try:
            threading.Thread(target=time.sleep, args=(2.0,), daemon=True).start()
        except (RuntimeError, MemoryError):
            return made
    return most


def write_a_file(megabytes: int) -> int:
    """Write one large file; gives how many megabytes it could write."""
    written = 0
    with Path("large").open("wb", 0) as file:
        try:
            for _ in range(megabytes):
                file.write(bytes(1 << 20))
                written += 1
        except OSError:
            return written
    return written


def write_files(each: int, megabytes: int) -> int:
    """Write many files of `each` megabytes, then wait; gives how many megabytes there are."""
    for made in range(megabytes // each):
        try:
            Path(f"file-{made}").write_bytes(bytes(each << 20))
        except OSError:
            return made * each
    time.sleep(2.0)
    return megabytes


def print_much(megabytes: int) -> int:
    """Print so many megabytes."""
    for _ in range(megabytes):
        sys.stdout.write("x" * (1 << 20) + "\n")
    sys.stdout.flush()
    return 1


def burn(seconds: float) -> int:
    """Use processor time."""
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass
    return 1


def crash() -> None:
    """Read where nothing is."""
    ctypes.string_at(0)


def exit_at_once() -> None:
    """End the process without an answer."""
    os._exit(0)


def send_noise() -> None:
    """Answer with bytes that are none of the protocol's."""
    os.write(CONNECTION, b"\x80" * 4096)


def promise_too_much() -> None:
    """Announce an answer of many gigabytes."""
    os.write(CONNECTION, struct.pack("<IQ", 64, 1 << 40) + b"\x80" * 64)


def answer_an_object() -> Opaque:
    """Answer with what only Python could carry."""
    return Opaque()


def _rest(name: str) -> None:
    """Wait under a name, then end."""
    LIBC.prctl(PR_SET_NAME, name.encode(), 0, 0, 0)
    time.sleep(LIFE)
    os._exit(0)
