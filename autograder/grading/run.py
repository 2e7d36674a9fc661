"""Grades submissions one after another, and makes a report of each."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable

import torch

from autograder.course.model import Assignment, Course
from autograder.grading.context import Graded, GradingContext, ToGrade
from autograder.grading.plugin import ChecksPlugin
from autograder.grading.seeds import Seeds
from autograder.grading.session import run_checks
from autograder.grading.submission_run import grade
from autograder.sandbox.launcher import Zygotes


def grade_all(
    course: Course,
    assignment: Assignment,
    submissions: Iterable[ToGrade],
    on_graded: Callable[[Graded], None],
    zygotes: Zygotes,
    *,
    on_line: Callable[[str], None],
) -> None:
    """Grade one submission after another, and call `on_graded` with each report.

    The hidden checks are collected once. `submissions` may be a generator that waits for more.
    `on_line` is called in another thread with what is printed while a network is trained. Raises
    CourseError if the checks can't be read, SandboxError if no worker can be started.
    """

    def work(checks: ChecksPlugin) -> None:
        tune_process()
        checks.try_out()
        context = GradingContext(course, assignment, checks, zygotes, on_line)
        checks.endless.rest()  # while we wait for a submission
        for each in submissions:
            checks.endless.begin()
            checks.seeds = Seeds(assignment, each.draw)
            on_graded(grade(context, each))
            checks.endless.rest()

    run_checks(course, assignment, work)


def tune_process() -> None:
    """Set up this process for many small checks: torch's threads, and collecting what has been
    imported, cost more than they gain.
    """
    torch.set_num_threads(1)
    gc.freeze()
    gc.enable()  # it may have been turned off for the import of torch
