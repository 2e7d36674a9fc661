"""Finds which visible test fails for which misconception. This informs staff; it is no claim.

The tests run in this process, once for each misconception, on a solution that has it.
"""

from __future__ import annotations

import contextlib
import io
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import pytest

from autograder.course.model import Assignment, Course, Task
from autograder.diagnosis.misconceptions import Catalogue
from autograder.grading import callers_pytest
from autograder.grading.session import SETTINGS
from autograder.grading.solutions import load_solution

Failing = Mapping[str, Mapping[str, bool]]  # test → mistake → whether it fails


def failing(course: Course, assignment: Assignment, task: Task) -> Failing:
    """The results of a task's visible tests; empty without visible tests or misconceptions."""
    file = course.visible_file(assignment, task)
    if not file.is_file():
        return {}
    load_solution(course, assignment, task)  # makes it and the other solutions importable
    path = course.misconceptions_file(assignment, task)
    runs = _Runs(Catalogue(course.solution_file(assignment, task), path))
    # This process may have imported hidden checks, whose modules have the same names.
    options = ["-c", str(SETTINGS), "-s", "--noconftest", "--import-mode=importlib", str(file)]
    silent = ["cacheprovider", "terminal", "faulthandler", "logging", "junitxml", "warnings"]
    quiet = contextlib.redirect_stdout(io.StringIO())
    with _importable(course, assignment), quiet, callers_pytest.ignored():
        ended = pytest.main([*options, *(f"-pno:{plugin}" for plugin in silent)], plugins=[runs])
    if ended in (pytest.ExitCode.USAGE_ERROR, pytest.ExitCode.INTERNAL_ERROR):
        raise RuntimeError(f"The visible tests of {task.name!r} could not be run: {ended!r}.")
    return runs.fails


@contextmanager
def _importable(course: Course, assignment: Assignment) -> Iterator[None]:
    """Within the block, the visible tests can import the given modules."""
    shared = course.shared_given_folder()
    folders = [str(f) for f in (course.given_folder(assignment), shared, shared / "tests")]
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
        self.fails: dict[str, dict[str, bool]] = {}

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        for mistake, misconception in self._catalogue.misconceptions.items():
            wrong = self._catalogue.patched([misconception])
            for item, following in zip(session.items, [*session.items[1:], None], strict=True):
                if isinstance(item, pytest.Function):
                    # Replace all of the solution's names, since functions use each other.
                    for name in vars(self._catalogue.right).keys() & vars(item.module).keys():
                        if not name.startswith("__"):
                            setattr(item.module, name, getattr(wrong, name))
                    self._has_failed = False
                    item.ihook.pytest_runtest_protocol(item=item, nextitem=following)
                    by_mistake = self.fails.setdefault(item.originalname, {})
                    # A test with parameters fails if one of its cases does.
                    by_mistake[mistake] = by_mistake.get(mistake, False) or self._has_failed
        return True

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self._has_failed = self._has_failed or report.failed
