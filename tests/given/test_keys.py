"""Tests the keys of `check.py --watch`, on a pseudo-terminal as a student's terminal is one."""

from __future__ import annotations

import os
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from support.at_home import MAX_SECONDS, RIGHT

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")
WRONG = RIGHT.replace("2 * number", "3 * number")


class Terminal:
    """A terminal in which check.py watches: what is typed, and what is shown."""

    def __init__(self, process: subprocess.Popen[bytes], descriptor: int) -> None:
        self.process, self._descriptor = process, descriptor

    def types(self, keys: str) -> None:
        os.write(self._descriptor, keys.encode())

    def until(self, *words: str) -> str:
        """What is shown until all of these words are. Fails if they are not in time."""
        said, deadline = "", time.monotonic() + MAX_SECONDS
        while not all(each in said for each in words):
            left = max(0.0, deadline - time.monotonic())
            ready, _, _ = select.select([self._descriptor], [], [], left)
            assert ready, f"no {words!r} in time: {said}"
            said += os.read(self._descriptor, 10_000).decode(errors="replace").replace("\r", "")
        return said


@contextmanager
def terminal(home: Path) -> Iterator[Terminal]:
    """check.py --watch in a terminal, when it has shown what there is to see."""
    ours, theirs = os.openpty()
    with subprocess.Popen(
        [sys.executable, str(home / "check.py"), "--watch"],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    ) as process:
        os.close(theirs)
        try:
            shown = Terminal(process, ours)
            shown.until(
                "Watching; Ctrl-C stops; h: a hint, p: a picture, a: all functions, q: quit"
            )
            yield shown
        finally:
            process.kill()
            os.close(ours)


@pytest.fixture
def wrong(home: Path) -> Path:
    """The small assignment with something to fix."""
    (home / "numbers_.py").write_text(WRONG)
    return home


def test_h_shows_one_step_of_a_hint_after_the_other(wrong):
    with terminal(wrong) as shown:
        shown.types("h")
        first = shown.until("Hint 1 of 2: Twice is a sum.", "Watching.")
        assert "Hint 2 of 2" not in first
        shown.types("h")
        shown.until("Hint 2 of 2: Of equal numbers.", "Watching.")


def test_a_lists_the_functions_and_then_does_not(wrong):
    row = "double                                0 of 1 visible tests pass"
    with terminal(wrong) as shown:
        shown.types("a")
        shown.until(row, "Watching.")
        shown.types("a")
        assert row not in shown.until("Watching.")


def test_p_draws_a_picture(wrong):
    with terminal(wrong) as shown:
        shown.types("p")
        shown.until("There is nothing to draw: no numbers were compared.", "Watching.")


def test_q_quits(wrong):
    with terminal(wrong) as shown:
        shown.types("q")
        assert shown.process.wait(MAX_SECONDS) == 0


def test_keys_that_are_typed_at_once_all_count(wrong):
    with terminal(wrong) as shown:
        shown.types("xhhq")
        shown.until("Hint 2 of 2: Of equal numbers.")
        assert shown.process.wait(MAX_SECONDS) == 0


def test_a_save_takes_the_hint_away(wrong):
    with terminal(wrong) as shown:
        shown.types("h")
        shown.until("Hint 1 of 2", "Watching.")
        (wrong / "numbers_.py").write_text(WRONG.replace("3 *", "4 *"))
        assert "Hint" not in shown.until("2 became 8.", "Watching;").replace("shows a hint", "")
