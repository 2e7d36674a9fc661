"""Runs pytest over an assignment's hidden checks, with our own settings only."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from autograder.course.model import Assignment, Course
from autograder.grading import callers_pytest
from autograder.grading.plugin import ChecksPlugin

# Plugins of pytest that write files, or make reports of its own.
UNNEEDED = (
    *("cacheprovider", "terminal", "faulthandler", "logging", "junitxml", "doctest", "warnings"),
    *("debugging", "pastebin", "setuponly", "setupplan", "stepwise"),
    *("threadexception", "unraisableexception"),
)
SETTINGS = Path(__file__).with_name("checks.ini")  # of every pytest that we start ourselves


def run_checks(
    course: Course, assignment: Assignment, work: Callable[[ChecksPlugin], None]
) -> None:
    """Collect the assignment's hidden checks, and call `work` with them. Raises what `work` raises,
    and CourseError if the checks can't be collected.
    """
    plugin = ChecksPlugin(course, assignment, work)
    files = [str(course.grader_file(assignment, task)) for task in assignment.checked_tasks()]
    with callers_pytest.ignored(), plugin.endless.watching():
        try:
            ended = pytest.main([*_arguments(course.root), *files], plugins=[plugin])
        finally:
            _forget(course.grader_folder(assignment))
    if ended is pytest.ExitCode.INTERRUPTED:
        raise KeyboardInterrupt  # pytest catches it and returns a status instead
    if plugin.failure:
        raise plugin.failure


def _forget(folder: Path) -> None:
    """Forget the modules of the checks: a copy of the course may be next, with the same names."""
    for name, module in list(sys.modules.items()):
        file = getattr(module, "__file__", None)
        if file and Path(file).is_relative_to(folder):
            del sys.modules[name]


def _arguments(root: Path) -> Iterable[str]:
    # Our own settings, not those of the course's folder or the user's.
    yield from ("-c", str(SETTINGS), "--rootdir", str(root))
    yield from ("--noconftest", "--strict-markers", "--assert=plain", "-s")
    for plugin in UNNEEDED:
        yield from ("-p", f"no:{plugin}")
