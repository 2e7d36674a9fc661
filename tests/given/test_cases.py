"""What is told of a test before it runs: the functions of the task that it calls."""

from __future__ import annotations

import types

import pytest
from support.given_modules import given

cases = given("cases")
TASK = """
def rate(step): return step / 2
def other(): return 1
"""
TESTS = """
def rates(steps): return [rate(step) for step in steps]
def test_directly(): assert rate(1)
def test_in_a_list(): assert [rate(step) for step in (1, 2)]
def test_in_a_generator(): assert any(rate(step) for step in (1, 2))
def test_in_a_function(): assert (lambda: rate(1))()
def test_by_a_function_beside_it(): assert rates([1])
def test_none(): assert [1 for _ in "ab"]
"""


@pytest.fixture(scope="module")
def tests():
    task, module = types.ModuleType("schedule"), types.ModuleType("test_schedule")
    exec(TASK, vars(task))  # noqa: S102 - it stands above
    vars(module).update({"rate": task.rate, "other": task.other})
    exec(TESTS, vars(module))  # noqa: S102 - the same
    return module


@pytest.mark.parametrize(
    "name", ["directly", "in_a_list", "in_a_generator", "in_a_function", "by_a_function_beside_it"]
)
def test_a_function_is_found_wherever_a_test_calls_it(tests, name):
    assert list(cases.used(getattr(tests, f"test_{name}"), "schedule")) == ["rate"]


def test_nothing_is_used_that_is_not_called(tests):
    assert list(cases.used(tests.test_none, "schedule")) == []
