"""Submission → Report."""

from __future__ import annotations

import gc
import math
import platform
import time
from collections.abc import Callable, Iterable
from importlib import metadata

import torch

from autograder import course as courses
from autograder.course import Assignment, Course, Task
from autograder.grading.attempt import Attempt
from autograder.grading.diagnosis import Patience
from autograder.grading.plugin import ChecksPlugin, run_checks
from autograder.grading.scoring import DIGITS, score_checks, task_score
from autograder.grading.student import RemoteAnswers
from autograder.intake import Submission
from autograder.results import Report, TaskResult
from autograder.sandbox.host import Budget
from autograder.sandbox.launcher import Zygotes

DIAGNOSIS_SECONDS = 1.0  # a submission, at the most


def grade_all(
    course: Course,
    assignment: Assignment,
    submissions: Iterable[Submission],
    deliver: Callable[[Report], None],
    zygotes: Zygotes,
) -> None:
    """Grade one submission after the other and deliver each report as soon as it is made.

    The hidden checks are collected once; `submissions` may be a generator that waits for more.
    Raises CourseError if the checks can't be read, SandboxError if no worker can be had.
    """

    def work(checks: ChecksPlugin) -> None:
        settle()
        for submission in submissions:
            deliver(_grade(checks, course, assignment, submission, zygotes))

    run_checks(course, assignment, work)


def settle() -> None:
    """Make ready for many small checks: threads and collections cost more than they gain."""
    torch.set_num_threads(1)
    gc.collect()
    gc.freeze()


def refusal(course: Course, assignment: Assignment, name: str, *, reason: str, tier: str) -> Report:
    """The report of a submission that can't be graded: no tasks, no points, and the reason."""
    return Report(
        assignment=assignment.name,
        submission=name,
        score=0.0,
        points=_sum(task.points for task in assignment.checked_tasks()),
        tier=tier,
        refused=reason,
        environment=_environment(course, assignment),
    )


def _grade(
    checks: ChecksPlugin,
    course: Course,
    assignment: Assignment,
    submission: Submission,
    zygotes: Zygotes,
) -> Report:
    started = time.perf_counter()
    budget = Budget(course.limits.submission_seconds)
    patience = Patience(DIAGNOSIS_SECONDS)
    tasks = []
    for task in assignment.tasks:
        if task.graded_by == "checks":
            attempt = Attempt(zygotes, submission, task, course.limits, budget)
            tasks.append(_grade_task(checks, task, attempt, patience))
        else:
            tasks.append(TaskResult(task=task.name, score=None, points=task.points))
    graded = [task for task in tasks if task.score is not None]
    return Report(
        assignment=assignment.name,
        submission=submission.name,
        score=_sum(task.score or 0.0 for task in graded),
        points=_sum(task.points for task in graded),
        tier=zygotes.tier,
        tasks=tuple(tasks),
        notes=submission.notes,
        environment=_environment(course, assignment),
        seconds=round(time.perf_counter() - started, 3),
    )


def _grade_task(
    checks: ChecksPlugin, task: Task, attempt: Attempt, patience: Patience
) -> TaskResult:
    started = time.perf_counter()
    output = ""
    try:
        answers = RemoteAnswers(attempt.worker)
        outcomes, notes = checks.run_task(task, answers, begin=attempt.begin, patience=patience)
    finally:
        output = attempt.close()
    return TaskResult(
        task=task.name,
        score=task_score(task.points, outcomes),
        points=task.points,
        checks=score_checks(task.points, outcomes),
        notes=tuple(notes),
        output=output,
        seconds=round(time.perf_counter() - started, 3),
    )


def _environment(course: Course, assignment: Assignment) -> dict[str, str]:
    """All that is needed to repeat a grade, and nothing that is secret."""
    return {
        "engine": metadata.version("autograder"),
        "course": courses.fingerprint(course, assignment),
        "seed": courses.seed_fingerprint(course),
        "python": platform.python_version(),
        "torch": metadata.version("torch"),
        "torchvision": metadata.version("torchvision"),
        "numpy": metadata.version("numpy"),
        "pytest": metadata.version("pytest"),
        "device": "cpu",
        "machine": f"{platform.system()} {platform.machine()}",
    }


def _sum(numbers: Iterable[float]) -> float:
    return round(math.fsum(numbers), DIGITS)
