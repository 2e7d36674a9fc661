"""Tests that a student's function is asked only for so long."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.diagnosis.asking import (
    MAX_CALLS,
    MOST_WALL_SECONDS,
    SECONDS,
    WALL_SECONDS,
    Asking,
    Waited,
)
from autograder.diagnosis.misconceptions import Catalogue
from autograder.diagnosis.oracle import Oracle
from autograder.diagnosis.outcomes import CallOutcome
from autograder.diagnosis.recording import RecordedCall
from autograder.diagnosis.replay import Replayer
from autograder.sandbox.limits import Budget

DOUBLE = "def double(number):\n    return 2 * number\n"


@pytest.fixture
def oracle(tmp_path: Path) -> Iterator[Oracle]:
    (tmp_path / "doubling.py").write_text(DOUBLE)
    replayer = Replayer()
    yield Oracle(Catalogue(tmp_path / "doubling.py", tmp_path / "none.py"), replayer)
    replayer.close()


def asked(oracle: Oracle, *, wall: float, processor: float, calls: int = 20, times: int = 1) -> int:
    """How many calls are asked, again and again, if each takes so many seconds of the two kinds."""
    budget = Budget(1e6)
    budget.spend(100.0)  # what was asked before counts for nothing
    waited = Waited(lambda: budget.spent)

    def ask(call: RecordedCall) -> CallOutcome:
        budget.spend(wall, processor)
        return CallOutcome(2 * call.args[0])

    each = [RecordedCall("double", (number,), {}) for number in range(calls)]
    askings = (Asking(ask, oracle, waited) for _ in range(times))
    return sum(len(asking.each(each, most=calls)) for asking in askings)


def test_what_takes_no_time_is_asked_to_the_end(oracle):
    assert asked(oracle, wall=0.0, processor=0.0) == 20


def test_when_the_processor_time_is_over_nothing_more_is_asked(oracle):
    assert asked(oracle, wall=SECONDS / 4, processor=SECONDS / 4) == 4


def test_a_busy_machine_changes_nothing(oracle):
    assert asked(oracle, wall=10 * SECONDS / 80, processor=SECONDS / 80) == 20

    few = SECONDS / 400
    assert asked(oracle, wall=19 * few, processor=few, times=15) == 15 * 20


def test_code_that_waits_is_not_waited_for_again_and_again(oracle):
    assert asked(oracle, wall=WALL_SECONDS / 4, processor=0.0, times=3) == 4


def test_no_machine_is_so_busy_that_anything_takes_very_long(oracle):
    each = MOST_WALL_SECONDS / 40

    assert asked(oracle, wall=each, processor=each / 20, times=4) == 40


def test_code_that_hides_its_time_is_asked_so_many_calls(oracle):
    assert asked(oracle, wall=0.001, processor=0.0, calls=200) == MAX_CALLS
