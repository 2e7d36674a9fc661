"""What the visible tests see of each misconception: information for staff, not a claim.

The tests run in this process, once for each misconception, on a solution that has it.
"""

from __future__ import annotations

import contextlib
import io
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal

import pytest

from autograder.course.model import Assignment, Course, Task
from autograder.diagnosis.misconceptions import Catalogue
from autograder.grading import callers_pytest
from autograder.grading.session import SETTINGS, UNNEEDED
from autograder.grading.solutions import load_solution
from autograder.template.build import STUDENT_FILES


@dataclass
class VisibleTest:
    """A visible test, and for each known mistake the share of its cases that pass."""

    weight: float = 1.0
    passing: dict[str, float] = field(default_factory=dict)

    def fails_for(self, mistake: str) -> bool:
        """A test with parameters fails if one of its cases does."""
        return self.passing.get(mistake, 1.0) < 1


VisibleTests = Mapping[str, VisibleTest]  # by name


def forecast(tests: VisibleTests, mistake: str) -> float:
    """The share of a task's points that `check.py` forecasts for a mistake, as students see it."""
    total = sum(test.weight for test in tests.values())
    return sum(test.weight * test.passing.get(mistake, 1.0) for test in tests.values()) / total


def visible_tests(course: Course, assignment: Assignment, task: Task) -> VisibleTests:
    """The visible tests of a task; none if there are no such tests, or no mistakes."""
    file = course.visible_file(assignment, task)
    if not file.is_file():
        return {}
    load_solution(course, assignment, task)  # makes it and the other solutions importable
    path = course.misconceptions_file(assignment, task)
    runs = _Runs(Catalogue(course.solution_file(assignment, task), path))
    # This process may have imported hidden checks, whose modules have the same names.
    marks = "markers=weight(n): how much the test counts in the forecast"
    options = ["-c", str(SETTINGS), "-o", marks, "-s", "--assert=plain", "--noconftest"]
    options += ["--import-mode=importlib", str(file)]
    quiet = contextlib.redirect_stdout(io.StringIO())
    with _importable(course, assignment), quiet, callers_pytest.ignored():
        ended = pytest.main([*options, *(f"-pno:{each}" for each in UNNEEDED)], plugins=[runs])
    if ended in (pytest.ExitCode.USAGE_ERROR, pytest.ExitCode.INTERNAL_ERROR):
        raise RuntimeError(f"The visible tests of {task.name!r} could not be run: {ended!r}.")
    return runs.tests


@contextmanager
def _importable(course: Course, assignment: Assignment) -> Iterator[None]:
    """Within the block, the visible tests can import the given modules."""
    ours = [STUDENT_FILES] if course.check_py else []
    given = course.given_folder(assignment), course.shared_given_folder(), *ours
    folders = [str(folder) for each in given for folder in (each, each / "tests")]
    sys.path[:0] = folders
    try:
        yield
    finally:
        for folder in folders:
            sys.path.remove(folder)


class _Runs:
    """Runs the collected tests again and again, each time with another misconception."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._has_failed = False
        self.tests: dict[str, VisibleTest] = {}

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        items = [item for item in session.items if isinstance(item, pytest.Function)]
        for item in items:
            marks = item.iter_markers("weight")
            self.tests[item.originalname] = VisibleTest(
                next((float(mark.args[0]) for mark in marks), 1)
            )
        for mistake in self._catalogue.misconceptions:
            self._make(mistake, items)
        return True

    def _make(self, mistake: str, items: list[pytest.Function]) -> None:
        """Run all tests on the solution that makes this mistake."""
        wrong = self._catalogue.patched([self._catalogue.misconceptions[mistake]])
        passed = dict[str, list[bool]]()
        for item, following in zip(items, [*items[1:], None], strict=True):
            # Replace all of the solution's names, since functions use each other.
            for name in vars(self._catalogue.right).keys() & vars(item.module).keys():
                if not name.startswith("__"):
                    setattr(item.module, name, getattr(wrong, name))
            self._has_failed = False
            item.ihook.pytest_runtest_protocol(item=item, nextitem=following)
            passed.setdefault(item.originalname, []).append(not self._has_failed)
        for test, cases in passed.items():
            self.tests[test].passing[mistake] = sum(cases) / len(cases)

    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> pytest.TestReport:
        """Passed or not is all that counts: to write out tracebacks would take most of the time."""
        is_skipped = call.excinfo is not None and call.excinfo.errisinstance(pytest.skip.Exception)
        outcome: Literal["passed", "failed"] = (
            "passed" if call.excinfo is None or is_skipped else "failed"
        )
        when = call.when if call.when != "collect" else "setup"
        return pytest.TestReport(item.nodeid, item.location, {}, outcome, None, when)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self._has_failed = self._has_failed or report.failed
