"""Tests that a tape answers what was asked, in that order, and nothing else."""

from __future__ import annotations

import contextlib

import pytest

from autograder.errors import StudentError
from autograder.grading.recording import Case, Exchange, Failure, TaskRecording
from autograder.grading.request_keys import key_of
from autograder.grading.tape import NeverAsked, Tape, TapedWorker
from autograder.grading.timeouts import Timeouts
from autograder.results import Status
from autograder.sandbox.inside import messages
from autograder.sandbox.limits import Budget, Spent
from autograder.sandbox.sources import NOTHING
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


@pytest.mark.parametrize(
    ("reply", "processor"),
    [
        (messages.Returned(seconds=0.125), 0.125),
        (messages.Raised(["ValueError", "Exception"], seconds=0.25), 0.25),
        (messages.Returned(seconds=1e9), 0.5),  # of a file, which anybody may have written
        (messages.Returned(seconds=-3.0), 0.0),
        (messages.Returned(seconds=float("nan")), 0.5),
        (Failure("StudentTimeout", "Too late.", "Too late."), 0.5),
    ],
)
def test_an_answer_takes_the_time_that_it_took(reply, processor):
    request = messages.Method(1, "eval", messages.Items([], is_tuple=True))
    answered = Exchange(key_of(request, [], seeded=False), reply, seconds=0.5)
    budget, tape = Budget(10), Tape(TaskRecording("task", {}, {}, [], [answered]))
    worker = TapedWorker(tape, budget, NOTHING, Timeouts(), 1.0)

    with contextlib.suppress(StudentError):
        worker.method(1, "eval", name="layer")

    assert budget.spent == Spent(0.5, processor)
