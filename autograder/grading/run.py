"""Grades submissions one after another, and makes a report of each."""

from __future__ import annotations

import gc
import platform
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib import metadata

import torch

from autograder.course import fingerprints
from autograder.course.model import Assignment, Course, Task
from autograder.diagnosis.diagnose import TimeBudget
from autograder.files.on_disk import files_below
from autograder.grading.attempt import Attempt
from autograder.grading.plugin import ChecksPlugin
from autograder.grading.remote import RemoteAnswers
from autograder.grading.seeds import Seeds
from autograder.grading.session import run_checks
from autograder.grading.timeouts import Timeouts
from autograder.results import Report, TaskResult
from autograder.sandbox.launcher import Zygotes
from autograder.sandbox.limits import Budget
from autograder.scoring import add_up, score_checks, task_score
from autograder.submission.givens import is_as_given
from autograder.submission.intake import Submission
from autograder.template.stubs import as_given

DIAGNOSIS_SECONDS = 0.9  # the most time for the diagnosis of one submission; it ends a little later


def grade_all(
    course: Course,
    assignment: Assignment,
    submissions: Iterable[tuple[Submission, int, tuple[str, ...]]],
    on_report: Callable[[Report], None],
    zygotes: Zygotes,
    *,
    on_line: Callable[[str], None],
) -> None:
    """Grade one submission after another, and call `on_report` with each report.

    The hidden checks are collected once. `submissions` may be a generator that waits for more. Each
    item is a submission, a draw (a number other than 0 draws other hidden inputs and seeds), and
    the names of the tasks to grade (none: all). `on_line` is called in another thread with what is
    printed while a network is trained. Raises CourseError if the checks can't be read, SandboxError
    if no worker can be started.
    """

    def work(checks: ChecksPlugin) -> None:
        tune_process()
        checks.try_out()
        given, stubs = _given_modules(course, assignment), as_given(course, assignment)
        context = GradingContext(course, assignment, checks, zygotes, given, stubs, on_line)
        checks.endless.rest()  # while we wait for a submission
        for submission, draw, only in submissions:
            checks.endless.begin()
            checks.seeds = Seeds(assignment, draw)
            on_report(_grade(context, submission, only))
            checks.endless.rest()

    run_checks(course, assignment, work)


def tune_process() -> None:
    """Set up this process for many small checks: torch threads and garbage collection cost more
    than they gain.
    """
    torch.set_num_threads(1)
    gc.collect()
    gc.freeze()


@dataclass(frozen=True)
class GradingContext:
    """What is the same for every submission of a run."""

    course: Course
    assignment: Assignment
    checks: ChecksPlugin
    zygotes: Zygotes
    given: Mapping[str, bytes]
    stubs: Mapping[str, bytes]
    on_line: Callable[[str], None]


def _given_modules(course: Course, assignment: Assignment) -> Mapping[str, bytes]:
    """The modules that every student is given, by file name. A submission may import them."""
    files = files_below(course.given_folder(assignment))
    return {name: path.read_bytes() for name, path in files.items() if name.endswith(".py")}


def _grade(context: GradingContext, submission: Submission, only: tuple[str, ...]) -> Report:
    started = time.perf_counter()
    course, assignment = context.course, context.assignment
    budget = Budget(course.limits.submission_seconds)
    time_budget, timed_out = TimeBudget(DIAGNOSIS_SECONDS), Counter[str]()
    tasks = []
    for task in assignment.tasks:
        if only and task.name not in only:
            continue
        if task.graded_by == "checks":
            tasks.append(_grade_task(context, task, submission, budget, time_budget, timed_out))
        else:
            missing = _missing(task.file, submission, context.stubs[task.file])
            tasks.append(
                TaskResult(task=task.name, score=None, points=task.points, missing=missing)
            )
    graded = [task for task in tasks if task.score is not None]
    return Report(
        assignment=assignment.name,
        submission=submission.name,
        score=add_up(task.score or 0.0 for task in graded),
        points=add_up(task.points for task in graded),
        tier=context.zygotes.tier,
        tasks=tuple(tasks),
        notes=submission.notes,
        environment=environment(course, assignment),
        limits=limits_of(course, assignment),
        seconds=round(time.perf_counter() - started, 3),
    )


def _grade_task(
    context: GradingContext,
    task: Task,
    submission: Submission,
    budget: Budget,
    time_budget: TimeBudget,
    timed_out: Counter[str],
) -> TaskResult:
    started = time.perf_counter()
    output, limits = "", context.course.limits
    on_line = None
    if task.training:
        # Training has its own time, so that it does not use up that of the other tasks.
        most = task.training.most_runs * task.training.wall_seconds
        budget = Budget(most + limits.submission_seconds)
        on_line = _prefixed(context.on_line, task.name)
    attempt = Attempt(
        context.zygotes,
        submission,
        task,
        limits,
        budget,
        given=context.given,
        on_line=on_line,
        timeouts=Timeouts(context.checks.catalogues[task.name].reach, timed_out),
    )
    try:
        ran = context.checks.run_task(
            task, RemoteAnswers(attempt), begin=attempt.begin, time_budget=time_budget
        )
    finally:
        output = attempt.close()
    return TaskResult(
        task=task.name,
        score=task_score(task.points, ran.outcomes),
        points=task.points,
        checks=score_checks(task.points, ran.outcomes),
        notes=tuple(ran.notes),
        notes_for_staff=tuple(ran.notes_for_staff),
        output=output,
        data=ran.data,
        seconds=round(time.perf_counter() - started, 3),
    )


def _missing(file: str, submission: Submission, given: bytes) -> str:
    """Why a person has nothing to read; '' if there is something."""
    if file not in submission.files:
        return f"{file} was not handed in."
    is_unanswered = is_as_given(submission.files[file], given)
    return f"{file} is as it was given." if is_unanswered else ""


def _prefixed(on_line: Callable[[str], None], name: str) -> Callable[[str], None]:
    return lambda line: on_line(f"{name}: {line}")


def environment(course: Course, assignment: Assignment) -> dict[str, str]:
    """What is needed to repeat a grade. It contains nothing secret."""
    return {
        "engine": metadata.version("autograder"),
        "course": fingerprints.fingerprint(course, assignment),
        "seed": fingerprints.seed_fingerprint(assignment),
        "python": platform.python_version(),
        "torch": metadata.version("torch"),
        "torchvision": metadata.version("torchvision"),
        "numpy": metadata.version("numpy"),
        "pytest": metadata.version("pytest"),
        "device": _device(assignment),
        "machine": f"{platform.system()} {platform.machine()}",
    }


def limits_of(course: Course, assignment: Assignment) -> dict[str, float]:
    """The limits under which a submission ran. Those of a training are prefixed with its task."""
    limits: dict[str, float] = course.limits.model_dump()
    for task in assignment.tasks:
        if task.training:
            own = task.training
            limits |= {
                f"{task.name}.cpu_seconds": own.cpu_seconds,
                f"{task.name}.wall_seconds": own.wall_seconds,
                f"{task.name}.memory_mb": own.memory_mb,
            }
    return limits


def _device(assignment: Assignment) -> str:
    """The device on which networks are trained. Everything else runs on the CPU."""
    with_gpu = any(task.training and task.training.with_gpu for task in assignment.tasks)
    if with_gpu and torch.cuda.is_available():
        return f"cuda ({torch.cuda.get_device_name()})"
    return "cpu"
