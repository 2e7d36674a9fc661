"""Solutions in which something takes the place of one function, and what is said of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from autograder.course.model import Course
from autograder.grading.batch import GraderProcesses
from autograder.results import TaskResult
from support.modules import graded_modules
from support.paths import PROJECT


@dataclass(frozen=True)
class Mistaken:
    """What takes the place of a task's function, and the names that are to be said of it."""

    task: str
    code: str
    names: frozenset[str]


def mistaken(task: str, code: str, *names: str) -> Mistaken:
    return Mistaken(task, code, frozenset(names))


def source(case: Mistaken) -> bytes:
    """The solution of the task, and behind it what takes the place of its function."""
    right = (PROJECT / "solutions/workbook" / f"{case.task}.py").read_text()
    lines = case.code.strip("\n").rstrip().split("\n")
    imports = "import numpy as np\nimport torch\nfrom PIL import Image\n"
    head = right.split("\nfrom __future__ import annotations\n")
    body = "\n".join(line.removeprefix("        ") for line in lines)
    return "\n\n".join([*head[:-1], head[-1], imports, body, ""]).encode()


def judged(
    cases: Mapping[str, Mistaken], course: Course, graders: GraderProcesses
) -> dict[str, TaskResult]:
    """How the task of each case was judged."""
    modules = {name: (case.task, source(case)) for name, case in cases.items()}
    reports = graded_modules(course, graders, modules, only_its_task=True)
    return {name: report.tasks[0] for name, report in reports.items()}


def names_said(
    cases: Mapping[str, Mistaken], course: Course, graders: GraderProcesses
) -> dict[str, set[str]]:
    """The names that are said of each case."""
    return {name: names_in(task) for name, task in judged(cases, course, graders).items()}


def names_in(task: TaskResult) -> set[str]:
    """The names that are said in a task."""
    return {mistake for check in task.checks for mistake in check.mistakes}
