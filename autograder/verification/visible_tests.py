"""What the visible tests see of each known mistake: information for staff, not a promise.

The tests are run in this process, once for each mistake, on the solution that makes it.
"""

from __future__ import annotations

import contextlib
import io
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import pytest

import autograder.grading
from autograder.course.model import Assignment, Course, Task
from autograder.diagnosis.misconceptions import Catalogue
from autograder.grading import callers_pytest
from autograder.grading.solutions import load_solution

SETTINGS = Path(autograder.grading.__path__[0], "checks.ini")


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
    load_solution(course, assignment, task)  # makes it and its siblings importable
    path = course.misconceptions_file(assignment, task)
    runs = _Runs(Catalogue(course.solution_file(assignment, task), path))
    # Hidden checks of this process have modules of the same name.
    marks = "markers=weight(n): for how much the test stands in the forecast"
    options = [
        "-c",
        str(SETTINGS),
        "-o",
        marks,
        "-s",
        "--assert=plain",
        "--noconftest",
        "--import-mode=importlib",
        str(file),
    ]
    silent = ["cacheprovider", "terminal", "faulthandler", "logging", "junitxml", "warnings"]
    silenced = contextlib.redirect_stdout(io.StringIO())
    with _importable(course, assignment), silenced, callers_pytest.unheard():
        pytest.main([*options, *(f"-pno:{plugin}" for plugin in silent)], plugins=[runs])
    return runs.tests


@contextmanager
def _importable(course: Course, assignment: Assignment) -> Iterator[None]:
    """What students are given lies where their tests find it."""
    given = course.given_folder(assignment), course.shared_given_folder()
    folders = [str(folder) for each in given for folder in (each, each / "tests")]
    sys.path[:0] = folders
    try:
        yield
    finally:
        for folder in folders:
            sys.path.remove(folder)


class _Runs:
    """Runs what pytest has collected again and again, each time with another mistake."""

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
        wrong, passed = self._catalogue.patched((mistake,)), dict[str, list[bool]]()
        for item, following in zip(items, [*items[1:], None], strict=True):
            # All of the solution's: one may be wrong because of another that it uses.
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
