"""Tests grading of many submissions: a process that dies costs nobody a grade."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from support.paths import TOY_COURSE

from autograder.grading.batch import GradedSubmission, grade_paths, warm_graders
from autograder.sandbox.watch import children_of

pytestmark = [pytest.mark.slow(12, per="test"), pytest.mark.cold_start]

SOLUTIONS = TOY_COURSE / "solutions" / "counting"
SLOW = "import time\ntime.sleep(4)\n" + (SOLUTIONS / "vowels.py").read_text()


def submission(folder: Path, name: str, vowels: str | None = None) -> str:
    path = folder / name
    path.mkdir()
    for file in SOLUTIONS.glob("*.py"):
        (path / file.name).write_bytes(file.read_bytes())
    if vowels:
        (path / "vowels.py").write_text(vowels)
    return str(path)


def grade(paths: list[str], tier: str, *, jobs: int = 1) -> list[GradedSubmission]:
    return grade_paths(
        TOY_COURSE, "counting", paths, tier=tier, jobs=jobs, on_outcome=lambda outcome: None
    )


@pytest.fixture
def others() -> frozenset[int]:
    """Grading processes that other tests keep warm."""
    return frozenset(grader_processes(frozenset()))


def grader_processes(others: frozenset[int]) -> list[int]:
    """Grading processes that this test has started."""
    mine = set(children_of(os.getpid())) - others
    return [pid for pid in mine if b"grading.grader_process" in command_of(pid)]


def zygotes(others: frozenset[int]) -> list[int]:
    return [
        pid
        for grader_process in grader_processes(others)
        for pid in children_of(grader_process)
        if b"zygote" in command_of(pid)
    ]


def command_of(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def while_grading(
    paths: list[str], tier: str, others: frozenset[int], accident: Callable[[], None]
) -> list[GradedSubmission]:
    """Grade, and call a function once the first worker runs."""
    outcomes: list[GradedSubmission] = []
    thread = threading.Thread(target=lambda: outcomes.extend(grade(paths, tier)))
    thread.start()
    deadline = time.monotonic() + 60
    while not any(deep_children(pid) > 1 for pid in zygotes(others)):
        assert time.monotonic() < deadline, "no worker was started"
        time.sleep(0.05)
    time.sleep(0.5)
    accident()
    thread.join(300)
    assert not thread.is_alive(), "grading did not come to an end"
    return outcomes


def deep_children(pid: int) -> int:
    below = children_of(pid)
    return len(below) + sum(deep_children(child) for child in below)


def kill(pids: list[int], how: signal.Signals = signal.SIGKILL) -> None:
    for pid in pids:
        os.kill(pid, how)


@pytest.mark.parametrize("victims", [grader_processes, zygotes], ids=["grader_process", "zygote"])
def test_a_grading_process_that_dies_costs_nobody_a_grade(tmp_path, tier, others, victims):
    paths = [submission(tmp_path, "slow", SLOW), submission(tmp_path, "next")]

    outcomes = while_grading(paths, tier, others, lambda: kill(victims(others)))

    assert [outcome.report.score for outcome in outcomes] == [6, 6]


def test_a_zygote_that_hangs_is_replaced(tmp_path, tier, others):
    paths = [submission(tmp_path, "slow", SLOW), submission(tmp_path, "next")]

    def accident() -> None:
        busy = [pid for pid in zygotes(others) if deep_children(pid) > 1]
        kill([child for pid in busy for child in (pid, *children_of(pid))], signal.SIGSTOP)

    outcomes = while_grading(paths, tier, others, accident)

    assert [outcome.report.score for outcome in outcomes] == [6, 6]


def test_outcomes_come_in_the_order_of_the_paths(tmp_path, tier):
    paths = [submission(tmp_path, "slow", SLOW), *(submission(tmp_path, str(n)) for n in range(3))]

    outcomes = grade(paths, tier, jobs=2)

    assert [outcome.path for outcome in outcomes] == paths
    assert [outcome.report.score for outcome in outcomes] == [6] * 4


def test_warm_graders_are_those_of_the_call_before(tmp_path, tier, others):
    path = submission(tmp_path, "only")
    seen = []

    with warm_graders(TOY_COURSE, "counting", tier) as graders:
        for _ in range(3):
            [outcome] = graders.grade_paths([path], jobs=1, on_outcome=lambda outcome: None)
            assert outcome.report is not None, outcome.problem
            seen.append(grader_processes(others))

    assert len(seen[0]) == 1
    assert seen[0] == seen[1] == seen[2]
    assert grader_processes(others) == []


def test_no_process_is_left(tmp_path, tier, others):
    grade([submission(tmp_path, "only")], tier)

    assert grader_processes(others) == []
