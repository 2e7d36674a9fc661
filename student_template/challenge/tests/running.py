"""Runs your tests in a process of its own, so that an endless loop or a crash ends only that."""

import contextlib
import gc
import importlib
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from findings import Found, run_tests

SECONDS = 60  # a test without an end in sight for so long is taken for an endless loop
CAN_FORK = hasattr(os, "fork")


def findings_of(names, *, warm=False, is_outdated=lambda: False):
    """Run the visible tests of these tasks, and give what they found.

    After `warm_up`, a copy of this process is ready at once. The tests are ended early if
    `is_outdated`, because somebody saves a file meanwhile.
    """
    if not names:
        return []
    with tempfile.TemporaryDirectory() as scratch:
        log = Path(scratch, "log")
        log.touch()
        process = (_Forked if warm and CAN_FORK else _Fresh)(names, log)
        ended = _wait(process, log, is_outdated)
        lines = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    if warm and isinstance(ended, int) and ended < 0:
        return findings_of(names)  # some systems forbid a fork what a fresh process may do
    found = [Found(**line) for line in lines if "state" in line]
    last = lines[-1] if lines else {}
    if "ended" not in last:
        found.append(_cut_short(lines, last.get("problem", ended), names))
        # What stopped one task says nothing about the others.
        others = [name for name in names if all(each.task != name for each in found)]
        if "problem" not in last and not is_outdated():
            found += findings_of(others, warm=warm, is_outdated=is_outdated)
    return sorted(found, key=lambda each: names.index(each.task))


def warm_up():
    """Import once what every run needs. One thread: a fork takes no other along."""
    with contextlib.suppress(ImportError):
        for name in ("numpy", "PIL.Image", "pytest"):
            importlib.import_module(name)
        importlib.import_module("torch").set_num_threads(1)
    gc.freeze()  # the forks need not look through all that for garbage


class _Fresh:
    def __init__(self, names, log):
        script = Path(__file__).with_name("findings.py")
        self._process = subprocess.Popen(
            [sys.executable, str(script), str(log), *names],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.poll = self._process.poll

    def kill(self):
        self._process.kill()
        self._process.wait()


class _Forked:
    def __init__(self, names, log):
        self._pid = os.fork()
        if self._pid == 0:
            try:
                nowhere = os.open(os.devnull, os.O_RDWR)
                for descriptor in (0, 1, 2):
                    os.dup2(nowhere, descriptor)
                run_tests(names, log)
            finally:
                os._exit(0)

    def poll(self):
        pid, status = os.waitpid(self._pid, os.WNOHANG)
        return os.waitstatus_to_exitcode(status) if pid else None

    def kill(self):
        os.kill(self._pid, 9)
        os.waitpid(self._pid, 0)


def _wait(process, log, is_outdated):
    """The exit code, or a sentence if the process had to be ended."""
    size, since = 0, time.monotonic()
    try:
        while (code := process.poll()) is None:
            time.sleep(0.01)
            if log.stat().st_size != size:
                size, since = log.stat().st_size, time.monotonic()
            elif time.monotonic() - since > SECONDS:
                process.kill()
                return f"This took more than {SECONDS} seconds. Is there a loop without an end?"
            elif is_outdated():
                process.kill()
                return "A file was saved while the tests ran."
    except KeyboardInterrupt:
        process.kill()
        raise
    return code


def _cut_short(lines, ended, names):
    """A run that did not come to its end: at which test, and why."""
    at = next((line for line in reversed(lines) if "begins" in line), None)
    task, title = at["begins"] if at else (names[0], "the tests start")
    if isinstance(ended, int):
        ended = f"Python itself ended here, with exit code {ended}."
    return Found(task, title, "stopped", ended)
