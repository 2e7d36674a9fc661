"""Mistakes by somebody who had not read the catalogue: how many are named or located.

`unseen/<task>/<function>__<style>__<name>.py` is a module as it might be handed in; its first line
says in JSON which kind it is (single, pair or right) and what its author had in mind. All of them
have been looked at since, while the diagnosis was built: how it does with others, they don't tell.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from support.modules import graded_modules
from support.paths import TESTS

from autograder.course.model import Course
from autograder.grading.batch import GraderProcesses
from autograder.results import Status, TaskResult

pytestmark = pytest.mark.slow(40)

CASES = TESTS / "unseen"
EVERY = 6  # one of so many is graded here
LEAST_NAMED = 0.85  # of all that are wrong
LEAST_NAMED_OR_LOCATED = 0.88


@dataclass(frozen=True)
class UnseenCase:
    """A module, and what its author says of it."""

    file: Path
    kind: str

    @property
    def name(self) -> str:
        return f"{self.task}/{self.file.name}"

    @property
    def task(self) -> str:
        return self.file.parent.name


def read(file: Path) -> UnseenCase:
    head = json.loads(file.read_text().splitlines()[0].removeprefix("# "))
    return UnseenCase(file, head["kind"])


@pytest.fixture(scope="module")
def cases() -> list[UnseenCase]:
    return [read(file) for file in sorted(CASES.glob("*/*.py"))[::EVERY]]


@pytest.fixture(scope="module")
def tasks(
    cases: list[UnseenCase], course: Course, workbook_graders: GraderProcesses
) -> Mapping[str, TaskResult]:
    """How the task of each case was judged, all of them graded as any submissions are."""
    modules = {case.name: (case.task, case.file.read_bytes()) for case in cases}
    reports = graded_modules(course, workbook_graders, modules, only_its_task=True)
    return {name: report.tasks[0] for name, report in reports.items()}


def is_named(task: TaskResult) -> bool:
    return any(check.mistakes for check in task.checks)


def is_located(task: TaskResult) -> bool:
    """Whether it is said whenever the function is right."""
    return any("is right whenever" in check.diagnosis for check in task.checks)


def test_as_many_are_named_or_located_as_before(
    cases: list[UnseenCase], tasks: Mapping[str, TaskResult]
) -> None:
    wrong = [case for case in cases if case.kind != "right"]
    silent = [case.name for case in wrong if not is_named(tasks[case.name])]
    unplaced = [name for name in silent if not is_located(tasks[name])]

    assert len(wrong) - len(silent) >= LEAST_NAMED * len(wrong), silent
    assert len(wrong) - len(unplaced) >= LEAST_NAMED_OR_LOCATED * len(wrong), unplaced


def test_right_answers_have_full_marks_and_no_diagnosis(
    cases: list[UnseenCase], tasks: Mapping[str, TaskResult]
) -> None:
    right = [tasks[case.name] for case in cases if case.kind == "right"]

    assert right
    assert all(check.status is Status.PASSED for task in right for check in task.checks)
    assert not any(check.diagnosis for task in right for check in task.checks)
