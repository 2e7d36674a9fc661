"""Mistakes by somebody who had not read the catalogue: how many are named or located.

`unseen/<task>/<function>__<style>__<name>.py` is a module as it might be handed in; its first line
says in JSON which kind it is (single, pair or right) and what its author had in mind. All of those
have been looked at since, while the diagnosis was built: how it does with others, they don't tell.
Those of `blind/` were measured before anybody looked at them.
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


@dataclass(frozen=True)
class Set:
    """A set of cases: one of `every` is graded here; shares are of all that are wrong."""

    folder: str
    every: int
    least_named: float
    least_named_or_located: float


SETS = (Set("unseen", 6, 0.85, 0.88), Set("blind", 5, 0.93, 0.95))


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


@pytest.fixture(scope="module", params=SETS, ids=lambda each: each.folder)
def set_(request: pytest.FixtureRequest) -> Set:
    given: Set = request.param
    return given


@pytest.fixture(scope="module")
def cases(set_: Set) -> list[UnseenCase]:
    files = sorted((TESTS / set_.folder).glob("*/*.py"))
    return [read(file) for file in files[:: set_.every]]


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
    set_: Set, cases: list[UnseenCase], tasks: Mapping[str, TaskResult]
) -> None:
    wrong = [case for case in cases if case.kind != "right"]
    silent = [case.name for case in wrong if not is_named(tasks[case.name])]
    unplaced = [name for name in silent if not is_located(tasks[name])]

    assert len(wrong) - len(silent) >= set_.least_named * len(wrong), silent
    assert len(wrong) - len(unplaced) >= set_.least_named_or_located * len(wrong), unplaced


def test_right_answers_have_full_marks_and_no_diagnosis(
    cases: list[UnseenCase], tasks: Mapping[str, TaskResult]
) -> None:
    right = [tasks[case.name] for case in cases if case.kind == "right"]

    assert right
    assert all(check.status is Status.PASSED for task in right for check in task.checks)
    assert not any(check.diagnosis for task in right for check in task.checks)
