"""Every check is tried on the solution: what makes a mistake of its own there is broken for all.

Whoever is graded has no part in this. What the solution gets through without a mistake of the
check's, no submission can break: strange answers are wrong answers.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from autograder.course.model import Task
from autograder.errors import CheckFailed, CourseError, SandboxError, StudentError


class Trial:
    """What came of each check in the solution's hands, tried once."""

    def __init__(self, run: Callable[[pytest.Function, Task], BaseException | None]) -> None:
        """`run` runs a check against the solution; gives the exception that it left with."""
        self._run = run
        self._faults: dict[str, str] = {}

    def hold(self, item: pytest.Function, task: Task) -> str:
        """The check's own mistake, for the instructor; nothing if it made none.

        Raises CourseError if the check does, whoever answers.
        """
        if item.nodeid not in self._faults:
            failure = self._run(item, task)
            if isinstance(failure, CourseError | SandboxError):
                raise failure
            # To be passed is another matter: `verify` sees to it.
            is_own = not isinstance(failure, CheckFailed | StudentError | None)
            fault = f"{item.nodeid}: {type(failure).__name__}: {failure}"
            self._faults[item.nodeid] = fault if is_own else ""
        return self._faults[item.nodeid]

    def found(self, item: pytest.Function) -> str:
        """The same, as far as it is known already."""
        return self._faults.get(item.nodeid, "")
