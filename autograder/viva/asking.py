"""Puts questions about a submission together: one task after another, in the sandbox."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from typing import Any

from autograder.course.model import Assignment, Course, Task
from autograder.diagnosis.asking import Ask
from autograder.diagnosis.misconceptions import Catalogue
from autograder.grading.apart import student_apart
from autograder.grading.context import given_modules
from autograder.grading.solutions import load_solution
from autograder.grading.student import Student
from autograder.results import Report
from autograder.sandbox.launcher import Zygotes
from autograder.sandbox.limits import Budget
from autograder.submission.intake import Submission
from autograder.viva.example_calls import network_calls
from autograder.viva.kernels import about_kernels
from autograder.viva.networks import about_network
from autograder.viva.questions import HOW_MANY, Question, questions_of


def questions_about(
    course: Course,
    assignment: Assignment,
    submission: Submission,
    *,
    tier: str,
    tasks: tuple[str, ...] = (),
    draw: int = 0,
    report: Report | None = None,
) -> list[Question]:
    """Five questions about a submission, fewer where its code answers too little.

    The same submission gets the same ones; `draw` draws others. If `tasks` names some, only they
    are asked about. A `report` tells what a network has learned. Raises CourseError and
    SandboxError.
    """
    content = hashlib.sha256(repr(sorted(submission.files.items())).encode()).digest()
    chance = random.Random(content + draw.to_bytes(8, "big"))  # noqa: S311 - not a secret
    zygotes = Zygotes(tier)
    budget = Budget(course.limits.submission_seconds)
    found: list[list[Question]] = []
    asked = [task for task in assignment.checked_tasks() if not tasks or task.name in tasks]
    asked.sort(key=lambda task: task.points, reverse=True)
    try:
        for task in asked:
            if task.training is not None:
                found.append(list(about_kernels(_measured(report, task), chance)))
            if task.training is not None or task.file not in submission.files:
                continue
            load_solution(course, assignment, task)  # which other solutions may import
            catalogue = Catalogue(
                course.solution_file(assignment, task),
                course.misconceptions_file(assignment, task),
            )
            source = submission.files[task.file].decode(errors="replace")
            asking = _Asking(course, assignment, task, submission, zygotes, budget)
            found.append(questions_of(task.file, source, catalogue, asking.opened, chance))
            for call in network_calls(catalogue.right):
                if call.name not in catalogue.probes:
                    found.append(about_network(task.file, source, call, asking.module, chance))
    finally:
        zygotes.close()
    return _mixed(found)


def _mixed(found: list[list[Question]]) -> list[Question]:
    """The first of each task, then the second of each, up to five."""
    most = max(map(len, found), default=0)
    in_turn = [each[i] for i in range(most) for each in found if i < len(each)]
    return in_turn[:HOW_MANY]


def _measured(report: Report | None, task: Task) -> Mapping[str, Any]:
    tasks = report.tasks if report else ()
    return next((each.data for each in tasks if each.task == task.name), {})


class _Asking:
    """Asks one task's file, or a changed one in its place."""

    def __init__(
        self,
        course: Course,
        assignment: Assignment,
        task: Task,
        submission: Submission,
        zygotes: Zygotes,
        budget: Budget,
    ) -> None:
        self._limits, self._task, self._submission = course.limits, task, submission
        self._zygotes, self._budget = zygotes, budget
        self._given = given_modules(course, assignment)

    @contextmanager
    def opened(self, source: str) -> Iterator[Ask]:
        """The student's code, with `source` in place of the task's file."""
        with self.module(source) as student:
            yield student.ask_again_

    def module(self, source: str) -> AbstractContextManager[Student]:
        """The same as a module."""
        files = {**self._submission.files, self._task.file: source.encode()}
        submission = replace(self._submission, files=files)
        return student_apart(
            self._zygotes, submission, self._task, self._limits, self._budget, given=self._given
        )
