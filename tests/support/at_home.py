"""Unpacks a small assignment without torch as a student would, and runs check.py in it."""

from __future__ import annotations

import hashlib
import json
import os
import queue
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from textwrap import dedent

from support.paths import PROJECT

MAX_WAIT = 120.0  # seconds, for what comes at once on a machine that is not busy
GIVEN = PROJECT / "autograder" / "template" / "given"
STUB = '''
    """Task 1 of 2."""


    def double(number):
        """Twice the number."""
        raise NotImplementedError("double is still to do")


    def half(number):
        """Half of it."""
        raise NotImplementedError("half is still to do")
'''
RIGHT = "def double(number):\n    return 2 * number\n\n\ndef half(number):\n    return number / 2\n"
TESTS = """
    from numbers_ import double, half

    def test_two_becomes_four():
        assert double(2) == 4, f"2 became {double(2)}."

    def test_half_of_four():
        assert half(4) == 2
"""
HINTS = "## two_becomes_four\n\nTwice is a sum.\nOf equal numbers.\n"
FACTS = {
    "assignment": "arithmetic",
    "title": "Doubles and halves",
    "tasks": [
        {"name": "numbers_", "file": "numbers_.py", "points": 4, "graded_by": "checks",
         "questions": 0, "given_as": hashlib.sha256(dedent(STUB).encode()).hexdigest()[:16]},
        {"name": "words", "file": "words.md", "points": 2, "graded_by": "person", "questions": 2,
         "asked": ["## Why?\n\n", "\n\n## And why not?\n\n", "\n"], "given_as": "0000"},
    ],
    "optional": ["weights.pt"],
    "given": ["assignment.json", "check.py", "tests/findings.py", "tests/test_numbers_.py"],
    "most": {"files": 5, "file_mb": 1, "total_mb": 1},
}  # fmt: skip
IPYTHON = (
    *(sys.executable, "-m", "IPython", "--no-banner", "--HistoryManager.enabled=False"),
    *("--InteractiveShell.colors=NoColor", "--InteractiveShell.xmode=Minimal"),
)
WORDS = "## Why?\n\n*Your answer:*{}\n\n## And why not?\n\n*Your answer:*{}\n"
MAX_SECONDS = 60  # the most seconds to wait for anything that usually takes one


def unpack(home: Path) -> Path:
    """Write the assignment into `home`; check.py and its parts are those that students get."""
    (home / "tests").mkdir(parents=True)
    shutil.copy(GIVEN / "check.py", home)
    for path in (GIVEN / "tests").glob("*.py"):
        shutil.copy(path, home / "tests")
    (home / "assignment.json").write_text(json.dumps(FACTS))
    (home / "numbers_.py").write_text(dedent(STUB))
    (home / "tests" / "test_numbers_.py").write_text(dedent(TESTS))
    (home / "tests" / "hints_numbers_.md").write_text(HINTS)
    (home / "words.md").write_text(WORDS.format("", ""))
    return home


def run(home: Path, *arguments: str, **environment: str) -> tuple[int, str]:
    """Run check.py; returns exit code and output. Standard error must be empty."""
    ended = subprocess.run(
        [sys.executable, str(home / "check.py"), *arguments],
        capture_output=True,
        check=False,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **environment},
        timeout=MAX_SECONDS,
    )
    assert ended.stderr == ""
    return ended.returncode, ended.stdout


def wait_until(holds: Callable[[], bool]) -> None:
    """Wait until a condition holds; fails after `MAX_WAIT` seconds."""
    deadline = time.monotonic() + MAX_WAIT
    while not holds():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)


class Watched:
    """A running `check.py --watch`."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process, self._lines = process, queue.Queue[str]()
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def until(self, words: str) -> str:
        """The output up to a line with these words. Fails if there is none in time."""
        said, deadline = "", time.monotonic() + MAX_SECONDS
        while words not in said:
            try:
                line = self._lines.get(timeout=max(0.0, deadline - time.monotonic()))
            except queue.Empty:
                raise AssertionError(f"no {words!r} in time: {said}") from None
            assert line, f"ended without {words!r}: {said}"
            said += line
        return said

    def stop(self) -> tuple[int, str]:
        """Press Ctrl-C; returns the exit code and the rest of the output."""
        self._process.send_signal(signal.SIGINT)
        code = self._process.wait(MAX_SECONDS)
        return code, "".join(iter(lambda: self._lines.get(timeout=MAX_SECONDS), ""))

    def join(self) -> None:
        """Wait until all output has been read."""
        self._listener.join(MAX_SECONDS)

    def _listen(self) -> None:
        for line in self._process.stdout or ():
            self._lines.put(line)
        self._lines.put("")


@contextmanager
def watched(home: Path) -> Iterator[Watched]:
    """Run `check.py --watch`, and wait for its first results."""
    command = [sys.executable, str(home / "check.py"), "--watch"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        watching = Watched(process)
        try:
            watching.until("Watching")
            yield watching
        finally:
            process.kill()
            watching.join()
