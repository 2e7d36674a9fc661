"""One submission by a grader process that is warm, beside the same checks called in one process."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

from benchmarks.commands import PROJECT
from benchmarks.counts import Counts
from benchmarks.figures import Figure, Measured, ratio, seconds
from benchmarks.processes import processor_seconds
from benchmarks.progress import Progress

CONVOLUTION = b"""
import torch

def conv2d(images, weight):
    windows = images.unfold(2, weight.shape[2], 1).unfold(3, weight.shape[3], 1)
    return torch.einsum("nchwij,ocij->nohw", windows, weight)
"""
WARM_UP = 2  # rounds that do not count
WAYS = {
    "autograder": "the solution by a warm grader process",
    "bare": "the same checks of the solution, called in one process",
}


def measure(counts: Counts, folder: Path, progress: Progress) -> Measured:
    """Both ways in turns, and a worker's start."""
    return Measured({**_submission(counts.warm_rounds, progress), **_worker(counts.warm_rounds)})


def _submission(rounds: int, progress: Progress) -> dict[str, Figure]:
    from autograder.course.load import load_course
    from autograder.diagnosis.work import MILLION, WorkBudget
    from autograder.grading.batch import warm_graders
    from autograder.grading.plugin import ChecksPlugin
    from autograder.grading.run import tune_process
    from autograder.grading.session import run_checks
    from autograder.grading.task_run import Sitting, TaskRunner
    from autograder.sandbox import tiers

    course = load_course(PROJECT)
    assignment = course.assignment("workbook")
    solution = str(course.solution_folder(assignment))
    wall: dict[str, list[float]] = {way: [] for way in WAYS}
    cpu: dict[str, list[float]] = {way: [] for way in WAYS}

    def bare(checks: ChecksPlugin) -> None:
        for task in assignment.checked_tasks():
            answers = checks.local_answers(task)
            sitting = Sitting(answers, lambda seed: None)
            # Who answers rightly is asked nothing afterwards, so no fresh process is needed.
            TaskRunner(checks, task, sitting, fresh=nullcontext).run(WorkBudget(MILLION))

    def work(checks: ChecksPlugin) -> None:
        tune_process()
        ways: dict[str, Callable[[], object]] = {
            "autograder": lambda: graders.grade_paths(
                [solution], jobs=1, on_outcome=lambda outcome: None
            ),
            "bare": lambda: bare(checks),
        }
        for number in range(rounds + WARM_UP):
            for name, way in ways.items():
                started, before = time.perf_counter(), processor_seconds()
                way()
                wall[name].append(time.perf_counter() - started)
                cpu[name].append(processor_seconds() - before)
            if number >= WARM_UP:
                progress.tell(f"round {number - WARM_UP + 1} of {rounds}")

    with warm_graders(PROJECT, "workbook", tiers.choose()) as graders:
        run_checks(course, assignment, work)
    for name in WAYS:
        wall[name], cpu[name] = wall[name][WARM_UP:], cpu[name][WARM_UP:]
    figures = {}
    for name, what in WAYS.items():
        figures[f"warm.{name}.wall"] = seconds(what, wall[name])
        figures[f"warm.{name}.processor"] = seconds(f"{what}, processor", cpu[name])
    added = [a - b for a, b in zip(cpu["autograder"], cpu["bare"], strict=True)]
    figures["warm.added"] = seconds("what grading adds to the bare calls, processor", added)
    figures["warm.over_bare"] = ratio(
        "warm over the bare calls, processor", cpu["autograder"], cpu["bare"]
    )
    return figures


def _worker(rounds: int) -> dict[str, Figure]:
    """From the request for a worker to its first answer, and until it is gone."""
    import torch

    from autograder.sandbox import tiers
    from autograder.sandbox.host import Worker
    from autograder.sandbox.launcher import Zygotes
    from autograder.sandbox.limits import Budget, worker_limits

    answered, gone = [], []
    images, weight = torch.randn(1, 3, 8, 8), torch.randn(2, 3, 3, 3)
    zygotes = Zygotes(tiers.choose())
    try:
        for _ in range(rounds + WARM_UP):
            started = time.perf_counter()
            worker = Worker(zygotes.get(()), worker_limits(), Budget(60))
            worker.put({"submission/convolution.py": CONVOLUTION})
            worker.load("convolution")
            worker.call("conv2d", (images, weight), {}, name="", refer=str, resolve=str)
            answered.append(time.perf_counter() - started)
            worker.kill()
            gone.append(time.perf_counter() - started)
    finally:
        zygotes.close()
    return {
        "worker.answered": seconds("the first answer of a warm worker", answered[WARM_UP:]),
        "worker.gone": seconds("until that worker is gone", gone[WARM_UP:]),
    }
