"""Hypotheses of which it is known before an answer is made that they answer a call alike."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import torch
from support.diagnosing import of_workbook

from autograder.diagnosis.evidence import Evidence
from autograder.diagnosis.hypotheses import hypotheses
from autograder.diagnosis.misconceptions import RIGHT, Catalogue, Misconception
from autograder.diagnosis.oracle import Oracle
from autograder.diagnosis.outcomes import CallOutcome, agree
from autograder.diagnosis.probes import probes_of
from autograder.diagnosis.readings import Readings, reading_of_argument
from autograder.diagnosis.replay import Replayer
from autograder.diagnosis.work import OF_READING, WorkBudget

CALLS = (0, 3, 8)  # of the probes
FUNCTIONS = ("conv2d", "sliding_windows")


@pytest.fixture
def replayer() -> Iterator[Replayer]:
    made = Replayer()
    yield made
    made.close()


@pytest.fixture
def evidence(replayer: Replayer) -> Evidence:
    return evidence_of(of_workbook("convolution"), "sliding_windows", replayer)[0]


def evidence_of(catalogue: Catalogue, function: str, replayer: Replayer) -> list[Evidence]:
    """Calls of the course's probes, answered with a single zero."""
    probes = probes_of(catalogue.probes, function, [])
    assert probes is not None
    oracle, zero = Oracle(catalogue, replayer), CallOutcome(torch.zeros(1, 1, 1, 1))
    return [
        Evidence(0, call, zero, oracle.right(call), is_accepted=False, is_wrong=True)
        for call in probes.one_at_a_time()
    ]


def reading(number: int) -> Misconception:
    return Misconception(
        f"f:{number}", "sliding_windows", "", lambda right: right, reading=lambda given: number % 2
    )


def test_an_answer_is_made_once_for_all_that_read_a_call_alike(evidence: Evidence) -> None:
    work = WorkBudget(0)
    readings, made = Readings(work), []

    def make(number: int) -> CallOutcome:
        made.append(number)
        return CallOutcome(number)

    outcomes = [
        readings.outcome(reading(n), evidence, lambda _: {}, lambda n=n: make(n)) for n in range(6)
    ]

    assert made == [0, 1]
    assert [each.answer for each in outcomes if each] == [0, 1, 0, 1, 0, 1]
    assert work.done == 6 * OF_READING


def test_what_changes_nothing_has_the_right_answer(evidence: Evidence) -> None:
    idle = Misconception(
        "f", "sliding_windows", "", lambda right: right, reading=lambda given: RIGHT
    )

    def never() -> CallOutcome:
        raise AssertionError("there is no need to make it")

    assert Readings(WorkBudget(0)).outcome(idle, evidence, lambda _: {}, never) is evidence.right


def test_where_the_reading_fails_the_answer_is_made(evidence: Evidence) -> None:
    failing = Misconception(
        "f", "sliding_windows", "", lambda right: right, reading=lambda given: 1 / 0
    )
    made = CallOutcome(1)

    assert Readings(WorkBudget(0)).outcome(failing, evidence, lambda _: {}, lambda: made) is made


@pytest.mark.parametrize(
    ("value", "changed", "is_alike"),
    [
        (1, 1, True),
        (1, (1, 1), False),
        (True, 1, False),
        (None, None, True),
        (torch.ones(2), torch.ones(2), True),
        (torch.ones(2), torch.ones(1, 2), False),
        (torch.ones(2), torch.ones(2).double(), False),
        (torch.ones(2), torch.ones(2).numpy(), False),
        (torch.eye(2), torch.eye(2).T, True),
        (0.5, 0.5, False),  # not looked into
    ],
)
def test_an_argument_is_read_as_it_is(value: Any, changed: Any, *, is_alike: bool) -> None:
    assert (reading_of_argument("x", value, changed) == RIGHT) == is_alike


@pytest.mark.slow(60)
@pytest.mark.parametrize("function", FUNCTIONS)
def test_those_that_read_a_call_alike_answer_it_alike(function: str, replayer: Replayer) -> None:
    catalogue = of_workbook("convolution")
    several = evidence_of(catalogue, function, replayer)
    found = hypotheses(function, several, catalogue)
    oracle = Oracle(catalogue, replayer)
    oracle.add(found)
    for each in (several[place] for place in CALLS):
        for name, mistake in found.items():
            if mistake.reading is None or mistake.like:
                continue
            shared, own = oracle.numbers_under((name,), each), oracle.under((name,), each)
            if shared is None or shared.error or own is None or own.error:
                assert (shared is None or shared.error is not None) == (
                    own is None or own.error is not None
                ), name
            else:
                assert agree(shared, own, each.right, exactly=False), name
