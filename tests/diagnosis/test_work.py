"""A diagnosis ends after so much work: what it says depends on no clock, and on no one before."""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import count
from types import SimpleNamespace
from typing import Any

import pytest
import torch.nn.functional as F
from support.diagnosing import findings_of, of_workbook
from torch import Tensor

from autograder.diagnosis import work
from autograder.diagnosis.diagnose import Finding
from autograder.diagnosis.misconceptions import Catalogue
from autograder.diagnosis.trying import Trying
from autograder.diagnosis.work import BETWEEN_LOOKS, SECONDS, TRY, OutOfWork, WorkBudget

NEARLY_ENOUGH, ENOUGH = 600_000, 1_000_000


def turned_and_subtracted(
    images: Tensor, weight: Tensor, bias: Tensor | None = None, stride: Any = 1, padding: Any = 0
) -> Tensor:
    """Two mistakes: a kernel that is turned around, and a bias that is subtracted."""
    answer = F.conv2d(images, weight.flip(2, 3), None, stride, padding)
    return answer if bias is None else answer - bias[:, None, None]


def unheard_of(
    images: Tensor, weight: Tensor, bias: Tensor | None = None, stride: Any = 1, padding: Any = 0
) -> Tensor:
    """What nothing explains, so that all is tried."""
    answer = F.conv2d(images.flip(-1) * 1.5, weight.abs(), bias, stride, padding)
    return answer + 0.3 * answer.mean()


@pytest.fixture
def catalogue() -> Catalogue:
    return of_workbook("convolution")


def diagnosed(
    catalogue: Catalogue, student: Callable[..., Any], units: int
) -> tuple[list[Finding], int]:
    """What is found, and how much work that took."""
    budget = WorkBudget(units)
    return findings_of(catalogue, "conv2d", student, budget), budget.done


def tries(budget: WorkBudget, until: int) -> int:
    """How many are made until the work is over."""
    for made in count():
        try:
            budget.a_try(until)
        except OutOfWork:
            return made
    raise AssertionError


def test_tries_end_when_so_much_is_done() -> None:
    assert tries(WorkBudget(100 * TRY), 100 * TRY) == 100

    budget = WorkBudget(100 * TRY)
    budget.add(60 * TRY)

    assert tries(budget, budget.part(0.5)) == 20


def test_a_part_of_a_search_ends_and_the_rest_goes_on() -> None:
    budget = WorkBudget(100 * TRY)
    nothing: Any = SimpleNamespace(work=budget, numbers_under=lambda names, evidence: None)
    trying = Trying(nothing, until=100 * TRY)

    def try_all(share: float) -> None:
        with trying.at_most(share):
            while True:
                trying.outcome((), nothing)

    try_all(0.25)
    assert budget.done == 26 * TRY  # the last one finds that it was enough
    try_all(0.5)
    assert 60 * TRY < budget.done < 70 * TRY
    with pytest.raises(OutOfWork):
        try_all(1.0)


def test_nothing_is_left_of_a_budget_that_is_used_up() -> None:
    budget = WorkBudget(10)
    budget.add(30)

    assert budget.part(0.85) == budget.done == 30


def test_the_clock_ends_only_what_takes_far_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0
    monkeypatch.setattr(work.time, "thread_time", lambda: now)
    budget = WorkBudget(ENOUGH)

    with budget.timed():
        now = SECONDS - 1
        for _ in range(2 * BETWEEN_LOOKS):
            budget.a_try(ENOUGH)
        assert not budget.is_cut_short
        now = SECONDS + 1
        assert tries(budget, ENOUGH) < BETWEEN_LOOKS
    assert budget.is_cut_short


def test_time_of_one_task_counts_for_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0
    monkeypatch.setattr(work.time, "thread_time", lambda: now)
    budget = WorkBudget(ENOUGH)
    for _ in range(2):
        with budget.timed():
            now += SECONDS / 2 - 1
        now += 100.0  # what is not in a block does not count

    with budget.timed():
        now += 1.0
        for _ in range(2 * BETWEEN_LOOKS):
            budget.a_try(ENOUGH)
        now += 2.0
        assert tries(budget, ENOUGH) < BETWEEN_LOOKS


@pytest.mark.slow(15)
@pytest.mark.parametrize("student", [turned_and_subtracted, unheard_of])
@pytest.mark.parametrize("units", [NEARLY_ENOUGH, ENOUGH])
def test_a_slow_machine_finds_the_same(
    catalogue: Catalogue,
    student: Callable[..., Any],
    units: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    on_this_one = diagnosed(catalogue, student, units)
    processor_time = time.thread_time
    monkeypatch.setattr(work.time, "thread_time", lambda: 3 * processor_time())

    assert diagnosed(of_workbook("convolution"), student, units) == on_this_one


def test_who_comes_first_has_as_much_as_who_comes_later(catalogue: Catalogue) -> None:
    first, second = (diagnosed(catalogue, turned_and_subtracted, NEARLY_ENOUGH) for _ in range(2))

    assert first == second


def test_more_work_names_what_less_does_not(catalogue: Catalogue) -> None:
    little, _ = diagnosed(catalogue, turned_and_subtracted, NEARLY_ENOUGH)
    much, done = diagnosed(catalogue, turned_and_subtracted, ENOUGH)

    assert not any(finding.mistakes for finding in little)
    assert any(len(finding.mistakes) == 2 for finding in much)
    assert NEARLY_ENOUGH < done < ENOUGH
