"""A small assignment that needs no torch, as a student unpacks it, and check.py run in it."""

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
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from textwrap import dedent

from support.paths import PROJECT

GIVEN = PROJECT / "assignments" / "given"
STUB = '''
    """Task 1 of 2."""


    def double(number):
        """Twice the number.

        Hint: a sum
        will do.
        """
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
PATIENCE = 60  # seconds for anything that takes one


def unpack(home: Path) -> Path:
    """Everything but the tests' own files comes from what students are given."""
    (home / "tests").mkdir(parents=True)
    shutil.copy(GIVEN / "check.py", home)
    for path in (GIVEN / "tests").glob("*.py"):
        shutil.copy(path, home / "tests")
    (home / "assignment.json").write_text(json.dumps(FACTS))
    (home / "numbers_.py").write_text(dedent(STUB))
    (home / "tests" / "test_numbers_.py").write_text(dedent(TESTS))
    (home / "words.md").write_text(WORDS.format("", ""))
    return home


def run(home: Path, *arguments: str, **environment: str) -> tuple[int, str]:
    """Exit code and what is printed; nothing may go to stderr."""
    ended = subprocess.run(
        [sys.executable, str(home / "check.py"), *arguments],
        capture_output=True,
        check=False,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **environment},
        timeout=PATIENCE,
    )
    assert ended.stderr == ""
    return ended.returncode, ended.stdout


class Watched:
    """`check.py --watch` while it runs."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process, self._lines = process, queue.Queue[str]()
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def until(self, words: str) -> str:
        """What is printed up to a line with these words. Fails if there is none in time."""
        said, deadline = "", time.monotonic() + PATIENCE
        while words not in said:
            try:
                line = self._lines.get(timeout=max(0.0, deadline - time.monotonic()))
            except queue.Empty:
                raise AssertionError(f"no {words!r} in time: {said}") from None
            assert line, f"ended without {words!r}: {said}"
            said += line
        return said

    def stop(self) -> tuple[int, str]:
        """Press Ctrl-C; gives the exit code and the rest of what is printed."""
        self._process.send_signal(signal.SIGINT)
        code = self._process.wait(PATIENCE)
        return code, "".join(iter(lambda: self._lines.get(timeout=PATIENCE), ""))

    def join(self) -> None:
        """Wait until all that was printed is read."""
        self._listener.join(PATIENCE)

    def _listen(self) -> None:
        for line in self._process.stdout or ():
            self._lines.put(line)
        self._lines.put("")


@contextmanager
def watched(home: Path) -> Iterator[Watched]:
    """`check.py --watch`, after it has looked for the first time."""
    command = [sys.executable, str(home / "check.py"), "--watch"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        watching = Watched(process)
        try:
            watching.until("Watching")
            yield watching
        finally:
            process.kill()
            watching.join()
