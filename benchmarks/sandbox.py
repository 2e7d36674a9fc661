"""Measures the cost of the sandbox: a worker's start, and a submission compared with bare calls."""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from autograder.course.load import load_course
from autograder.course.model import Course
from autograder.sandbox import tiers
from autograder.sandbox.launcher import Zygotes
from autograder.sandbox.watch import children_of
from autograder.submission import intake
from autograder.template.stubs import as_given

PROJECT = Path(__file__).parents[1]
CONVOLUTION = b"""
import torch

def conv2d(images, weight):
    windows = images.unfold(2, weight.shape[2], 1).unfold(3, weight.shape[3], 1)
    return torch.einsum("nchwij,ocij->nohw", windows, weight)
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=20)
    rounds = parser.parse_args().rounds
    tier = tiers.choose()
    print(f"tier {tier}, medians of {rounds}")
    course = load_course(PROJECT)
    zygotes = Zygotes(tier)
    zygotes.start(course.assignment("workbook").tasks[0].forbidden)
    try:
        measure_start(zygotes, rounds)
        measure_submission(course, zygotes, rounds)
    finally:
        zygotes.close()


def measure_start(zygotes: Zygotes, rounds: int) -> None:
    """Print the time from the request for a worker to its first answer, and to its end."""
    import torch

    from autograder.sandbox.host import Worker
    from autograder.sandbox.limits import Budget, worker_limits

    ready, gone = [], []
    images, weight = torch.randn(1, 3, 8, 8), torch.randn(2, 3, 3, 3)
    for _ in range(rounds + 2):
        started = time.perf_counter()
        worker = Worker(zygotes.get(()), worker_limits(), Budget(60))
        worker.put({"submission/convolution.py": CONVOLUTION})
        worker.load("convolution")
        worker.call("conv2d", (images, weight), {}, name="", refer=str, resolve=str)
        ready.append(time.perf_counter() - started)
        worker.kill()
        gone.append(time.perf_counter() - started)
    print(f"first answer of a warm worker   {milliseconds(ready[2:])} ms")
    print(f"... and until it is gone        {milliseconds(gone[2:])} ms")


def measure_submission(course: Course, zygotes: Zygotes, rounds: int) -> None:
    """Print the time of the same checks of a solution, in the sandbox and in this process."""
    from autograder.diagnosis.diagnose import TimeBudget
    from autograder.grading.attempt import Attempt
    from autograder.grading.plugin import ChecksPlugin
    from autograder.grading.remote import RemoteAnswers
    from autograder.grading.run import tune_process
    from autograder.grading.session import run_checks
    from autograder.grading.task_run import Sitting, TaskRunner
    from autograder.sandbox.limits import Budget

    assignment = course.assignment("workbook")
    submission = intake.read(
        course.solution_folder(assignment), as_given(course, assignment), course.intake
    )

    def apart(checks: ChecksPlugin) -> None:
        budget = Budget(course.limits.submission_seconds)
        for task in assignment.checked_tasks():
            attempt = Attempt(zygotes, submission, task, course.limits, budget, given={})
            answers = RemoteAnswers(attempt)
            TaskRunner(checks, task, Sitting(answers, attempt.begin)).run(TimeBudget(1.0))
            attempt.close()

    def together(checks: ChecksPlugin) -> None:
        for task in assignment.checked_tasks():
            answers = checks.local_answers(task)
            TaskRunner(checks, task, Sitting(answers, lambda seed: None)).run(TimeBudget(1.0))

    wall: dict[str, list[float]] = {"apart": [], "together": []}
    cpu: dict[str, list[float]] = {"apart": [], "together": []}

    def work(checks: ChecksPlugin) -> None:
        tune_process()
        ways: dict[str, Callable[[ChecksPlugin], None]] = {"apart": apart, "together": together}
        for _ in range(rounds + 2):
            for name, way in ways.items():
                started, before = time.perf_counter(), processor_seconds()
                way(checks)
                wall[name].append(time.perf_counter() - started)
                cpu[name].append(processor_seconds() - before)

    run_checks(course, assignment, work)
    for name in wall:
        print(
            f"workbook, {name:9}              {milliseconds(wall[name][2:])} ms wall, "
            f"{milliseconds(cpu[name][2:])} ms processor"
        )
    more = statistics.median(cpu["apart"][2:]) - statistics.median(cpu["together"][2:])
    print(f"the sandbox adds                {1000 * more:.0f} ms processor")


def processor_seconds() -> float:
    """Processor seconds of this process, its zygotes, and all workers that they have reaped."""
    import os

    from autograder.sandbox.watch import processor_seconds_of

    todo, total = children_of(os.getpid()), time.process_time()
    while todo:
        pid = todo.pop()
        total += processor_seconds_of(pid)
        todo += children_of(pid)
    return total


def milliseconds(seconds: list[float]) -> str:
    return f"{1000 * statistics.median(seconds):.0f}"


if __name__ == "__main__":
    main()
