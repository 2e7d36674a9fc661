"""Grades one submission, task by task."""

from __future__ import annotations

import time

from autograder.grading import built_on
from autograder.grading.context import Graded, GradingContext, ToGrade
from autograder.grading.environment import limits_of
from autograder.grading.recording import recording_of
from autograder.grading.task_grading import SubmissionRun, TaskGrading
from autograder.results import Report, TaskResult
from autograder.sandbox.limits import Budget
from autograder.scoring import add_up
from autograder.submission.givens import is_as_given
from autograder.submission.intake import Submission


def grade(context: GradingContext, asked: ToGrade) -> Graded:
    """Grade one submission. Raises SandboxError and CourseError."""
    started = time.perf_counter()
    course, assignment, submission = context.course, context.assignment, asked.submission
    run = SubmissionRun(asked, Budget(course.limits.submission_seconds))
    tasks = []
    for task in assignment.tasks:
        if asked.only and task.name not in asked.only:
            continue
        if task.bonus and task.file not in submission.files:
            continue  # nobody has to do it, so there is nothing to report
        if task.graded_by == "checks":
            tasks.append(TaskGrading(context, task, run).result())
        else:
            missing = _missing(task.file, submission, context.stubs[task.file])
            tasks.append(
                TaskResult(
                    task=task.name,
                    score=None,
                    points=task.points,
                    bonus=task.bonus,
                    missing=missing,
                )
            )
    of_file = {task.name: task.file for task in assignment.tasks}
    graded = [built_on.OfFile(of_file[result.task], result) for result in tasks]
    tasks = list(built_on.with_notes(graded, submission.files))
    counted = [task for task in tasks if task.score is not None and not task.bonus]
    report = Report(
        assignment=assignment.name,
        title=assignment.title,
        submission=submission.name,
        score=add_up(task.score or 0.0 for task in counted),
        points=add_up(task.points for task in counted),
        bonus=add_up(task.score or 0.0 for task in tasks if task.bonus),
        by_person=assignment.by_person,
        tier=context.zygotes.tier,
        tasks=tuple(tasks),
        notes=submission.notes,
        environment=dict(context.environment),
        limits=limits_of(course, assignment),
        seconds=round(time.perf_counter() - started, 3),
    )
    kept = None
    if asked.is_recorded:
        kept = recording_of(submission, assignment.name, run.recordings)
    return Graded(report, kept, tuple(run.ran_again))


def _missing(file: str, submission: Submission, given: bytes) -> str:
    """Why a person has nothing to read; '' if there is something."""
    if file not in submission.files:
        return f"{file} was not handed in."
    is_unanswered = is_as_given(submission.files[file], given)
    return f"{file} is as it was given." if is_unanswered else ""
