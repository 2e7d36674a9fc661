"""Mistakes as students make them, in many styles: the right ones are named, and no others.

`diagnosed/<task>/<kind>_<number>_<style>.py` is a module as it might be handed in, beside the
solutions. Its head says in words what is wrong, and which misconceptions that comes to.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from support.modules import graded_modules
from support.paths import TESTS

from autograder.course.model import Course
from autograder.grading.batch import GraderProcesses
from autograder.results import Report

pytestmark = pytest.mark.slow(105)

CASES = TESTS / "diagnosed"
# Three at once are named as far as time allows: what is reached is kept.
LEAST_NAMED = {"single": 0.90, "pair": 0.75, "triple": 0.40}
# Of code in numpy, which may have more mistakes than the one that it is here for.
BESIDES = ("_cuts_the_gradient", ":no_gradient", "_refuses_nothing")
BESIDES_MARK = "# besides: "


@dataclass(frozen=True)
class WrongFile:
    """A module, and what it should be told."""

    file: Path
    mistakes: frozenset[str]
    has_more: bool

    @property
    def name(self) -> str:
        return f"{self.file.parent.name}/{self.file.name}"

    @property
    def kind(self) -> str:
        return self.file.stem.split("_")[0]

    @property
    def task(self) -> str:
        return self.file.parent.name


def read(file: Path) -> WrongFile:
    _, mistakes, more, *_ = file.read_text().splitlines()
    names = mistakes.removeprefix("# mistakes:").split()
    return WrongFile(file, frozenset(names), more.startswith(BESIDES_MARK))


@pytest.fixture(scope="module")
def cases() -> list[WrongFile]:
    return [read(file) for file in sorted(CASES.glob("*/*.py"))]


@pytest.fixture(scope="module")
def reports(
    cases: list[WrongFile], course: Course, workbook_graders: GraderProcesses
) -> Mapping[str, Report]:
    """The reports of all cases, graded at once as any submissions are."""
    modules = {case.name: (case.task, case.file.read_bytes()) for case in cases}
    return graded_modules(course, workbook_graders, modules, only_its_task=True)


def named(case: WrongFile, report: Report) -> list[str]:
    """The mistakes that are named in the case's task, in the order in which they are read."""
    task = next(task for task in report.tasks if task.task == case.task)
    return list(dict.fromkeys(name for check in task.checks for name in check.mistakes))


@pytest.mark.parametrize("kind", LEAST_NAMED)
def test_mistakes_are_named(
    cases: list[WrongFile], reports: Mapping[str, Report], kind: str
) -> None:
    chosen = [case for case in cases if case.kind == kind]

    missed = [
        f"{case.name}: {named(case, reports[case.name])}"
        for case in chosen
        if not case.mistakes <= {*named(case, reports[case.name])}
    ]

    assert len(chosen) - len(missed) >= LEAST_NAMED[kind] * len(chosen), "\n".join(missed)


def test_no_other_mistake_is_named(cases: list[WrongFile], reports: Mapping[str, Report]) -> None:
    others = {
        case.name: [
            name
            for name in named(case, reports[case.name])
            if name not in case.mistakes and not (case.has_more and name.endswith(BESIDES))
        ]
        for case in cases
    }

    assert {name: found for name, found in others.items() if found} == {}


def test_right_answers_are_not_diagnosed(
    cases: list[WrongFile], reports: Mapping[str, Report]
) -> None:
    right = [case for case in cases if case.kind == "right" and not case.has_more]
    diagnoses = [
        check.diagnosis
        for case in right
        for task in reports[case.name].tasks
        for check in task.checks
    ]

    assert right
    assert not any(diagnoses)
