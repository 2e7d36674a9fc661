"""Tests that the processor time of a call is counted, whatever the student's code says of it."""

from __future__ import annotations

import contextlib
import math

import pytest

from autograder.errors import StudentRaised, StudentTimeout
from autograder.sandbox.host import Worker
from autograder.sandbox.limits import Budget, Spent, believed, worker_limits

LONG = 0.3  # seconds
BURN = f"""
import subprocess, sys, time


def burn():
    until = time.process_time() + {LONG}
    while time.process_time() < until:
        pass


def rest():
    time.sleep({LONG})


def burn_and_raise():
    burn()
    raise ValueError


def in_a_child():
    import os
    child = os.fork()
    if not child:
        burn()
        os._exit(0)
    os.waitpid(child, 0)


def for_ever():
    time.sleep(60)
"""
FORGED = """
import sys

frame = sys._getframe()
while frame.f_globals.get("__name__") != "inside.worker":
    frame = frame.f_back
frame.f_globals["msgspec"].structs.replace = lambda reply, seconds: type(reply)(seconds={claimed})


def rest():
    import time
    time.sleep(0.1)
"""


@pytest.fixture
def ask(zygotes):
    """A function that calls one of a module's functions; returns what the call was counted as."""
    workers = []

    def count(source: str, function: str, call_seconds: float = 20.0) -> Spent:
        budget = Budget(60)
        worker = Worker(zygotes.get(()), worker_limits(call_seconds=call_seconds), budget)
        workers.append(worker)
        worker.put({"submission/task.py": source.encode()})
        worker.load("task")
        before = budget.spent
        with contextlib.suppress(StudentRaised, StudentTimeout):
            worker.call(function, (), {}, name=function, refer=str, resolve=lambda thing: thing)
        wall, processor = (after - was for after, was in zip(budget.spent, before, strict=True))
        return Spent(wall, processor)

    yield count
    for worker in workers:
        worker.kill()


@pytest.mark.parametrize("function", ["burn", "burn_and_raise", "in_a_child"])
def test_work_is_counted(ask, function):
    spent = ask(BURN, function)

    assert 0.9 * LONG <= spent.processor <= spent.wall


def test_waiting_is_not_counted(ask):
    spent = ask(BURN, "rest")

    assert spent.processor < LONG / 2
    assert spent.wall >= LONG


def test_a_call_without_an_answer_counts_as_all_its_time(ask):
    spent = ask(BURN, "for_ever", call_seconds=0.2)

    assert spent.processor == pytest.approx(spent.wall)
    assert spent.wall >= 0.2


@pytest.mark.parametrize("claimed", ["float('nan')", "-1e300", "float('-inf')", "1e300", "1e999"])
def test_a_forged_time_is_between_none_and_what_has_passed(ask, claimed):
    spent = ask(FORGED.format(claimed=claimed), "rest")

    assert 0 <= spent.processor <= spent.wall < 20


def test_what_is_believed():
    claims = [0.5, -1.0, 7.0, math.inf, -math.inf, math.nan]

    assert [believed(claimed, 2.0) for claimed in claims] == [0.5, 0.0, 2.0, 2.0, 0.0, 2.0]


def test_what_is_not_known_counts_as_all():
    budget = Budget(10)
    budget.spend(3.0, 1.0)
    budget.spend(4.0)

    assert (budget.left, budget.spent) == (3.0, Spent(7.0, 5.0))
