"""Tries every check on the solution: one that it does not pass is broken for everybody.

The submission has no influence on this. A check that the solution passes can't be broken by a
submission: if it then fails on an unusual answer, the answer is wrong.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from autograder.course.model import Task
from autograder.errors import CheckFailed, CourseError, SandboxError, StudentError


class Trial:
    """The result of each check on the solution. Each check is tried once."""

    def __init__(self, run: Callable[[pytest.Function, Task], BaseException | None]) -> None:
        """`run` runs a check on the solution; it returns the exception that the check raised."""
        self._run = run
        self._faults: dict[str, str] = {}

    def hold(self, item: pytest.Function, task: Task) -> str:
        """The check's own fault, for the instructor; '' if it has none.

        Raises CourseError if the check raises it on the solution.
        """
        if item.nodeid not in self._faults:
            failure = self._run(item, task)
            if isinstance(failure, CourseError | SandboxError):
                raise failure
            self._faults[item.nodeid] = f"{item.nodeid}: {_in_words(failure)}" if failure else ""
        return self._faults[item.nodeid]

    def found(self, item: pytest.Function) -> str:
        """The fault of `hold`, if the check has been tried already; else ''."""
        return self._faults.get(item.nodeid, "")


def _in_words(failure: BaseException) -> str:
    if isinstance(failure, CheckFailed | StudentError):
        return f"the solution does not pass: {failure}"
    return f"{type(failure).__name__}: {failure}"
