"""Tests what otter counts of a bonus task: nothing as possible, and all that it earned."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from support.reports import check, report, task

from autograder.results import Report

# Otter's own libraries warn when they are imported, so that is done in the tests.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


def otters(name: str, points: float, *, passed: bool) -> Any:
    """A file of tests with one case, as otter has run it."""
    from otter.test_files.abstract_test import TestCase, TestCaseResult  # noqa: PLC0415
    from otter.test_files.exception_test import ExceptionTestFile  # noqa: PLC0415

    case = TestCase("case", "", False, points, None, None)
    file = ExceptionTestFile(name, f"{name}.py", [case], all_or_nothing=False)
    file.test_case_results = [TestCaseResult(case, "", passed)]
    return file


def after_grading(made: Report, *, bonus_passed: bool) -> Any:
    from otter.test_files import GradingResults  # noqa: PLC0415

    from autograder.platforms.otter_plugin import GradingPlugin  # noqa: PLC0415

    results = GradingResults(
        [otters("shares", 1, passed=True), otters("extra", 0, passed=bonus_passed)]
    )
    GradingPlugin.after_grading(SimpleNamespace(report=made), results)
    return results


def test_what_a_bonus_earned_is_added():
    made = report(task(check()), task(check(), name="extra", bonus=True))

    results = after_grading(made, bonus_passed=True)

    assert (results.total, results.possible) == (2, 1)


def test_a_bonus_that_was_not_handed_in_is_left_out():
    results = after_grading(report(task(check())), bonus_passed=False)

    assert list(results.results) == ["shares"]
    assert (results.total, results.possible) == (1, 1)
