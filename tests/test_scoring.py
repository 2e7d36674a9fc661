"""Tests scoring: points are divided by weight and by cases, and broken checks cost none."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.results import Status
from autograder.scoring import CaseOutcome, score_checks, task_score


def case(check: str, status: Status = Status.PASSED, *, weight: float = 1, **more: str):
    return CaseOutcome(check, check, weight, status, **more)


def test_points_are_divided_by_weight():
    outcomes = [case("a", weight=3), case("b", Status.WRONG, message="No.")]

    a, b = score_checks(8, outcomes)

    assert (a.score, a.points) == (6, 6)
    assert (b.score, b.points, b.message) == (0, 2, "No.")
    assert task_score(8, outcomes) == 6


def test_cases_share_their_checks_part():
    outcomes = [case("a"), case("a"), case("a", Status.WRONG, message="No."), case("a")]

    (check,) = score_checks(4, outcomes)

    assert (check.score, check.cases, check.cases_passed) == (3, 4, 3)
    assert check.status is Status.WRONG
    assert check.message == "No. (3 of 4 cases are right.)"


def test_the_first_failure_speaks_for_the_check():
    outcomes = [
        case("a", Status.TIMED_OUT, message="Slow.", call="f(1)"),
        case("a", Status.WRONG, message="No.", call="f(2)"),
    ]

    (check,) = score_checks(4, outcomes)

    assert (check.status, check.message, check.call) == (Status.TIMED_OUT, "Slow.", "f(1)")


def test_a_broken_check_costs_nobody_points_and_gives_none():
    outcomes = [case("a"), case("b", Status.BROKEN, fault="KeyError"), case("c", Status.WRONG)]

    a, b, c = score_checks(4, outcomes)

    assert (a.score, a.points, c.points) == (2, 2, 2)
    assert (b.status, b.score, b.points, b.fault) == (Status.BROKEN, 0, 0, "KeyError")
    assert task_score(4, outcomes) == 2


def test_a_broken_case_leaves_its_points_to_the_others():
    outcomes = [case("a"), case("a", Status.BROKEN, fault="KeyError")]

    (check,) = score_checks(4, outcomes)

    assert (check.status, check.score, check.fault) == (Status.PASSED, 4, "KeyError")


def test_a_task_without_a_check_that_could_be_run_has_no_score():
    assert task_score(4, [case("a", Status.BROKEN)]) is None


statuses = st.sampled_from([Status.PASSED, Status.WRONG, Status.CRASHED, Status.BROKEN])
weights = st.floats(0.1, 10)


@given(st.lists(st.tuples(weights, st.lists(statuses, min_size=1)), min_size=1), st.floats(0, 100))
def test_the_parts_add_up(checks, points):
    outcomes = [
        case(str(number), status, weight=weight)
        for number, (weight, cases) in enumerate(checks)
        for status in cases
    ]

    score, results = task_score(points, outcomes), score_checks(points, outcomes)

    if score is None:
        assert all(result.status is Status.BROKEN for result in results)
        return
    assert score == pytest.approx(math.fsum(r.score for r in results), abs=1e-4)
    assert points == pytest.approx(math.fsum(r.points for r in results), abs=1e-4)
    assert 0 <= score <= points + 1e-6
    if all(status in (Status.PASSED, Status.BROKEN) for _, cases in checks for status in cases):
        assert score == round(points, 6)
