"""Tests that a student's function is asked only for so long, by whatever clock."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.diagnosis.asking import SECONDS, Asking
from autograder.diagnosis.misconceptions import Catalogue
from autograder.diagnosis.oracle import Oracle
from autograder.diagnosis.outcomes import CallOutcome
from autograder.diagnosis.recording import RecordedCall
from autograder.diagnosis.replay import Replayer

DOUBLE = "def double(number):\n    return 2 * number\n"


@pytest.fixture
def oracle(tmp_path: Path) -> Iterator[Oracle]:
    (tmp_path / "doubling.py").write_text(DOUBLE)
    replayer = Replayer()
    yield Oracle(Catalogue(tmp_path / "doubling.py", tmp_path / "none.py"), replayer)
    replayer.close()


def asked(oracle: Oracle, each_takes: float) -> int:
    """How many of 20 calls are asked if each takes so many seconds by the clock."""
    seconds = 0.0

    def ask(call: RecordedCall) -> CallOutcome:
        nonlocal seconds
        seconds += each_takes
        return CallOutcome(2 * call.args[0])

    calls = [RecordedCall("double", (number,), {}) for number in range(20)]
    return len(Asking(ask, oracle, lambda: seconds).each(calls, most=20))


def test_what_takes_no_time_by_the_clock_is_asked_to_the_end(oracle):
    assert asked(oracle, each_takes=0.0) == 20


def test_when_the_seconds_are_over_nothing_more_is_asked(oracle):
    assert asked(oracle, each_takes=SECONDS / 4) == 4
