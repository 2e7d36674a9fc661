"""The tests of a bundle as otter wants them: one file a task, one case a check.

They hold nothing of our checks: each only reports what our grader has found.
The form is that of https://otter-grader.readthedocs.io/en/latest/test_files/python_format.html.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path

from autograder.course.model import Assignment, Course, Task
from autograder.grading.plugin import ChecksPlugin
from autograder.grading.session import run_checks
from autograder.results import CheckResult, Visibility
from autograder.scoring import DIGITS

HEAD = Path(__file__).with_name("programs") / "otter_test.py"
CASE = """

@test_case(name={title!r}, points={points!r}, hidden={hidden!r})
def {check}():
    tell({check!r})
"""


def files(course: Course, assignment: Assignment) -> Mapping[str, bytes]:
    """A file for each task that is graded by checks. Raises `CourseError`."""
    found: dict[str, bytes] = {}

    def collect(checks: ChecksPlugin) -> None:
        for task in assignment.checked_tasks():
            found[f"{task.name}.py"] = _file(task, checks.checks_of(task)).encode()

    run_checks(course, assignment, collect)
    return found


def _file(task: Task, checks: tuple[CheckResult, ...]) -> str:
    # The sum of rounded parts may differ a little from the whole: the last part makes up for it.
    *parts, last = (check.points for check in checks)
    rest = round(task.points - math.fsum(parts), DIGITS)
    assert abs(rest - last) < 1e-3, task  # noqa: S101 - the parts are those of this task
    cases = [
        CASE.format(
            title=check.title,
            points=0 if task.bonus else points,  # on top of what otter counts as possible
            hidden=check.visibility is not Visibility.VISIBLE,
            check=check.check,
        )
        for check, points in zip(checks, [*parts, rest], strict=True)
    ]
    return "".join([HEAD.read_text().replace('"TASK"', repr(task.name)), *cases])
