"""Tests that exceeding each limit ends in a sentence for the student and leaves nothing behind."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.errors import (
    StudentDied,
    StudentError,
    StudentOutOfMemory,
    StudentRaised,
    StudentTimeout,
)
from autograder.sandbox.host import Worker
from autograder.sandbox.limits import Budget, worker_limits

pytestmark = pytest.mark.slow(60)

MODULE = """
import ctypes, mmap, os, signal, socket, subprocess, sys, threading, time

def burn():
    while True: pass

def burn_in_children():
    for _ in range(3):
        if os.fork() == 0:
            burn()
    os.wait()

def fill(megabytes):
    return [bytearray(os.urandom(1) * (8 << 20)) for _ in range(megabytes // 8)]

def grow(megabytes):
    return len(fill(megabytes))

def share(megabytes):
    kept = []
    for _ in range(megabytes // 8):
        memory = mmap.mmap(-1, 8 << 20)
        memory.write(b'x' * (8 << 20))
        kept.append(memory)
        time.sleep(0.02)
    time.sleep(30)  # until somebody notices
    return len(kept)

def grow_in_children(megabytes):
    for _ in range(8):
        if os.fork() == 0:
            kept = fill(megabytes // 8)  # all of them at a time
            time.sleep(30)
            os._exit(0)
    time.sleep(30)  # until somebody notices
    return 0

def fork_bomb(count):
    children = 0
    for _ in range(count):
        try:
            pid = os.fork()
        except OSError:
            break
        if pid == 0:
            time.sleep(30)
            os._exit(0)
        children += 1
    return children

def thread_bomb(count):
    started = 0
    for _ in range(count):
        try:
            threading.Thread(target=time.sleep, args=(30,), daemon=True).start()
        except RuntimeError:
            break
        started += 1
    return started

def write(megabytes):
    with open('large', 'wb') as file:
        for _ in range(megabytes):
            file.write(b'x' * (1 << 20))
    return megabytes

def write_many(count):
    for number in range(count):
        open(str(number), 'w').close()
    time.sleep(30)  # until somebody notices
    return count

def write_much(megabytes):
    for number in range(megabytes):
        with open(str(number), 'wb') as file:
            file.write(b'x' * (1 << 20))
    time.sleep(30)  # until somebody notices
    return megabytes

def open_many(count):
    files = []
    for _ in range(count):
        try:
            files.append(open('/dev/null'))
        except OSError:
            break
    return len(files)

def memory_file():
    return os.memfd_create('x')

def outlive(name):
    # The test finds the process by this name.
    ctypes.CDLL(None).prctl(15, name.encode(), 0, 0, 0)
    child = os.fork()
    if child == 0:
        os.setsid()
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        if os.fork() == 0:
            while True: time.sleep(1)
        os._exit(0)
    os.waitpid(child, 0)

def run_program():
    return subprocess.run(['/bin/true']).returncode

def connect(family, kind):
    socket.socket(getattr(socket, family), getattr(socket, kind)).close()
    return 1

def answer(megabytes):
    import numpy
    return numpy.zeros(megabytes << 20, numpy.uint8)
"""


TOO_MANY_FILES = {
    "namespaces": "No space left on device",
    "dropped": "it wrote more files than fit into 16 MB",
    "process": "it wrote more files than fit into 16 MB",
}


@pytest.fixture
def limited(zygotes) -> Iterator[object]:
    """A function that starts a worker with low limits, but enough time to exceed each of them."""
    workers = []

    def start(*, seconds: float = 120, **limits: float) -> Worker:
        tight = {"call_seconds": 60.0, "memory_mb": 256, "processes": 24, "file_mb": 16}
        worker = Worker(zygotes.get(()), worker_limits(**{**tight, **limits}), Budget(seconds))
        workers.append(worker)
        worker.put({"submission/task.py": MODULE.encode()})
        worker.load("task")
        return worker

    yield start
    for worker in workers:
        worker.kill()


def call(worker, function, *args):
    answer, _ = worker.call(
        function, args, {}, name=function, refer=None, resolve=lambda thing: thing
    )
    return answer


def failure(worker, function, *args) -> StudentError:
    with pytest.raises(StudentError) as raised:
        call(worker, function, *args)
    return raised.value


def test_wall_time_of_a_call(limited):
    error = failure(limited(call_seconds=0.5), "burn")

    assert isinstance(error, StudentTimeout)
    assert str(error) == "No answer from `burn` within 0.5 seconds."


def test_wall_time_of_a_submission(limited):
    worker = limited(seconds=1.0)

    error = failure(worker, "burn")

    assert isinstance(error, StudentTimeout)
    assert str(error) == "The submission has used up its 1 seconds, during `burn`."


@pytest.mark.parametrize("function", ["burn", "burn_in_children"])
def test_processor_time(limited, function):
    error = failure(limited(cpu_seconds=1), function)

    assert isinstance(error, StudentDied)
    assert "it used up its 1 seconds of processor time" in str(error)


def test_memory_of_one_process(limited):
    error = failure(limited(), "grow", 1024)

    assert isinstance(error, StudentOutOfMemory)
    assert str(error) == "`grow` used more than its 256 MB of memory."


@pytest.mark.parametrize("function", ["share", "grow_in_children"])
def test_memory_that_is_shared_or_spread(limited, function):
    error = failure(limited(), function, 1024)

    assert isinstance(error, StudentOutOfMemory)
    assert str(error) == f"`{function}` used more than its 256 MB of memory."


def test_memory_within_the_limit_is_there(limited):
    assert call(limited(memory_mb=512), "grow", 256) == 32


@pytest.mark.parametrize("function", ["fork_bomb", "thread_bomb"])
def test_number_of_processes_and_threads(limited, function):
    assert 4 < call(limited(), function, 200) < 24


def test_size_of_a_file(limited):
    error = failure(limited(), "write", 64)

    assert isinstance(error, StudentRaised)
    assert "File too large" in str(error) or "No space left" in str(error)


def test_number_of_files(limited, tier):
    error = failure(limited(), "write_many", 20_000)

    sentence = (
        "No space left" if tier == "namespaces" else "it wrote more files than fit into 16 MB"
    )
    assert sentence in str(error)


def test_size_of_all_files(limited, tier):
    error = failure(limited(), "write_much", 64)

    sentence = (
        "No space left" if tier == "namespaces" else "it wrote more files than fit into 16 MB"
    )
    assert sentence in str(error)


def test_number_of_open_files(limited):
    assert call(limited(), "open_many", 1000) < 256


def test_memory_in_files_without_a_name(limited):
    assert "Operation not permitted" in str(failure(limited(), "memory_file"))


def test_other_programs(limited):
    assert "Operation not permitted" in str(failure(limited(), "run_program"))


@pytest.mark.parametrize("family", ["AF_INET", "AF_INET6", "AF_NETLINK", "AF_PACKET", "AF_VSOCK"])
@pytest.mark.parametrize("kind", ["SOCK_STREAM", "SOCK_DGRAM", "SOCK_RAW"])
def test_sockets_to_anywhere(limited, family, kind):
    assert "Address family not supported" in str(failure(limited(), "connect", family, kind))


def test_size_of_an_answer(limited):
    answer = call(limited(memory_mb=1024), "answer", 200)

    assert answer.description == f"a numpy array of {200 << 20} numbers, too many to look at"


def test_nothing_outlives_a_worker(limited):
    worker, name = limited(), f"left-{os.getpid()}"
    call(worker, "outlive", name)
    assert len(processes_called(name)) == 2  # the worker itself, and the one it leaves

    worker.kill()

    assert wait_until_gone(name) == []


def test_the_scratch_folder_is_removed(limited):
    worker = limited()
    call(worker, "write", 1)
    scratch = Path(worker.scratch)

    worker.kill()

    assert not scratch.exists()


def wait_until_gone(name: str, seconds: float = 20.0) -> list[int]:
    """Processes of this name that still run after `seconds`."""
    deadline = time.monotonic() + seconds
    while (left := processes_called(name)) and time.monotonic() < deadline:
        time.sleep(0.05)
    return left


def processes_called(name: str) -> list[int]:
    found = []
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            lines = status.read_text().splitlines()
        except OSError:
            continue
        facts = dict(line.split(":\t", 1) for line in lines if ":\t" in line)
        if facts["Name"] == name and not facts["State"].startswith("Z"):
            found.append(int(status.parent.name))
    return found
