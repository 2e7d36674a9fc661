"""What came of running checks: of one case, and of all checks of a task."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from autograder.grading.fixtures import CaseContext
from autograder.grading.verdicts import only_if_written
from autograder.results import Example
from autograder.scoring import CaseOutcome

CUT_SHORT = (
    "What explains the answers was not sought to the end, because this machine took too long: "
    "another one may say more."
)


@dataclass(frozen=True)
class CameOfIt:
    """What came of a case beside its outcome: see `recording.Case`."""

    output: str
    notes: Sequence[str]
    data: Mapping[str, Any]
    said: str | None = None

    @classmethod
    def of(cls, context: CaseContext, output: str, notes: Sequence[str]) -> CameOfIt:
        """What came of a case that was run, with what was printed and noted meanwhile."""
        return cls(output, notes, context.data, only_if_written(context.failure))


@dataclass(frozen=True)
class TaskRun:
    """The results of all checks of a task: diagnosed outcomes, notes, and measurements.

    `notes_for_staff` may quote the student's code. `ran_again` are the names of the cases that were
    run with the student's code although there is a recording; `is_all_recorded` says that there
    were none, nor other cases than were recorded. What was printed has three parts: while the
    module was imported, by the cases, and by the diagnosis. `work` is how much of it the diagnosis
    took, in units of `diagnosis.work`.
    """

    outcomes: list[CaseOutcome]
    notes: list[str]
    notes_for_staff: list[str]
    data: dict[str, Any]
    ran_again: tuple[str, ...] = ()
    is_all_recorded: bool = False
    loading_output: str = ""
    output: str = ""
    asked_output: str = ""
    examples: tuple[Example, ...] = ()
    work: int = 0
