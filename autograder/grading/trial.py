"""Tries every check on the solution: one that it does not pass is broken for everybody.

The submission has no influence on this. A check that the solution passes can't be broken by a
submission: if it then fails on an unusual answer, the answer is wrong.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.course.model import Task
from autograder.course.unreadable import shown_path
from autograder.errors import CheckAtFault, CheckFailed, CourseError, SandboxError, StudentError


class Trial:
    """The result of each check on the solution. Each check is tried once."""

    def __init__(self, run: Callable[[pytest.Function, Task], BaseException | None]) -> None:
        """`run` runs a check on the solution; it returns the exception that the check raised."""
        self._run = run
        self._faults: dict[str, str] = {}

    def hold(self, item: pytest.Function, task: Task) -> str:
        """The check's own fault, for the instructor; '' if it has none.

        Raises CourseError if the check raises it on the solution, unless it is a CheckAtFault.
        """
        if item.nodeid not in self._faults:
            failure = self._run(item, task)
            is_ours = isinstance(failure, CourseError | SandboxError)
            if failure and is_ours and not isinstance(failure, CheckAtFault):
                raise failure
            self._faults[item.nodeid] = _fault(item, failure) if failure else ""
        return self._faults[item.nodeid]

    def found(self, item: pytest.Function) -> str:
        """The fault of `hold`, if the check has been tried already; else ''."""
        return self._faults.get(item.nodeid, "")


def _fault(item: pytest.Function, failure: BaseException) -> str:
    """What is wrong with a check, and where: 'graders/test_pooling.py:12: test_sides: …'."""
    below = item.path.parent
    frames = traceback.extract_tb(failure.__traceback__)
    lines = [(Path(f.filename), f.lineno or 1) for f in frames if below in Path(f.filename).parents]
    path, line = lines[-1] if lines else (item.path, (item.location[1] or 0) + 1)
    place = f"{shown_path(path, item.config.rootpath)}:{line}"
    return f"{place}: {item.name}: {_in_words(failure)}"


def _in_words(failure: BaseException) -> str:
    if isinstance(failure, CheckAtFault):
        return str(failure)
    if isinstance(failure, CheckFailed | StudentError):
        return f"the solution does not pass: {failure}"
    return f"{type(failure).__name__}: {failure}"
