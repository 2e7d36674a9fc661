"""Tests that a tape answers what was asked, in that order, and nothing else."""

from __future__ import annotations

import pytest

from autograder.grading.recording import Case, Exchange, TaskRecording
from autograder.grading.tape import NeverAsked, Tape
from autograder.results import Status
from autograder.sandbox.inside import messages
from autograder.scoring import CaseOutcome

OUTCOME = CaseOutcome("test_a", "A title.", 1.0, Status.PASSED)


def exchange(key: bytes, value: int) -> Exchange:
    return Exchange(key, messages.Returned(value))


@pytest.fixture
def tape() -> Tape:
    first = Case("first", 1, [exchange(b"a", 1), exchange(b"b", 2), exchange(b"a", 3)], OUTCOME)
    second = Case("second", 2, [exchange(b"c", 4)], OUTCOME)
    asked = [exchange(b"x", 5), exchange(b"x", 6), exchange(b"y", 7)]
    return Tape(TaskRecording("task", {}, {}, [first, second], asked))


def value(exchange: Exchange) -> object:
    assert isinstance(exchange.reply, messages.Returned)
    return exchange.reply.value


def test_a_case_is_answered_in_its_order(tape):
    tape.case("first", 1)

    assert [value(tape.answer(key)) for key in (b"a", b"b", b"a")] == [1, 2, 3]
    assert not tape.has_diverged
    with pytest.raises(NeverAsked):
        tape.answer(b"a")
    assert tape.has_diverged


@pytest.mark.parametrize("key", [b"b", b"c", b"x"])
def test_another_order_is_another_question(tape, key):
    tape.case("first", 1)

    with pytest.raises(NeverAsked):
        tape.answer(key)
    with pytest.raises(NeverAsked):  # even if the check has caught it, and goes on
        tape.answer(b"a")


def test_another_seed_or_name_is_another_case(tape):
    assert tape.case("first", 2) is None
    assert tape.case("third", 1) is None


def test_each_case_begins_anew(tape):
    tape.case("first", 1)
    with pytest.raises(NeverAsked):
        tape.answer(b"c")

    tape.case("second", 2)

    assert value(tape.answer(b"c")) == 4
    assert not tape.has_diverged


def test_the_diagnosis_asks_in_any_order(tape):
    tape.case("first", 1)
    tape.leave_case()

    assert value(tape.answer(b"y")) == 7
    assert [value(tape.answer(b"x")) for _ in range(3)] == [5, 6, 6]
    with pytest.raises(NeverAsked):
        tape.answer(b"a")
