"""Finds functions of which several answers are right, though the course doesn't say so.

A right answer that is written differently passes the checks. Where it answers one of their calls
otherwise than the solution, so may a student, and what is wrong elsewhere in the student's code
would be explained by comparing right answers with the solution's. Of what only an option of the
course accepts, the checks tell students so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType

from autograder.course.model import Assignment, Course, Task
from autograder.diagnosis.evidence import CaseEvidence, Evidence, nearly_agree
from autograder.diagnosis.misconceptions import OF_ANSWER, Catalogue
from autograder.diagnosis.oracle import Oracle, gather
from autograder.diagnosis.outcomes import agree
from autograder.diagnosis.recording import RecordedCall
from autograder.diagnosis.replay import LAYER, Replayer
from autograder.diagnosis.scripts import OBJECT
from autograder.errors import CourseError
from autograder.files import leftovers
from autograder.grading.plugin import ChecksPlugin
from autograder.grading.session import run_checks
from autograder.verification.reference_submissions import RightAnswer, right_answers


def undeclared(course: Course, assignment: Assignment, tasks: Sequence[Task]) -> list[str]:
    """A sentence for each function that a right answer answers otherwise than the solution."""
    found: list[str] = []
    rights = [r for r in right_answers(course, assignment) if r.is_right and not r.is_by_option]
    known = {task.name: task for task in tasks if task.training is None}

    def work(checks: ChecksPlugin) -> None:
        for right in rights:
            if right.of_task not in known:
                continue
            task = known[right.of_task]
            catalogue = checks.catalogues[task.name]
            if catalogue.observed.is_all:
                continue
            checks.endless.begin()
            calls = checks.calls_of_passed(task, _module(right, task))
            checks.endless.begin()
            for function, check in _differing(catalogue, calls).items():
                found.append(_sentence(right, task, function, check))

    if any(right.of_task in known for right in rights):
        run_checks(course, assignment, work)
    return found


def _sentence(right: RightAnswer, task: Task, function: str, check: str) -> str:
    return (
        f"{right.reference.name}: `{function}` answers a call of {check} otherwise than the "
        "solution, and passes. Students would read that right answers are wrong: let "
        f'misconceptions/{task.name}.py say OBSERVED = ("{function}",), or let the check ask for '
        "one answer"
    )


def _module(right: RightAnswer, task: Task) -> ModuleType:
    """The solution with some functions written differently. Raises CourseError."""
    name = task.file.removesuffix(".py")
    with leftovers.temporary_folder() as folder:
        file = Path(folder, task.file)
        file.write_bytes(right.reference.files[task.file])
        loader = SourceFileLoader(name, str(file))
        module = ModuleType(name)
        try:
            loader.exec_module(module)
        except Exception as error:
            raise CourseError(f"{right.reference.name} can't be imported: {error!r}") from error
    return module


def _differing(
    catalogue: Catalogue, calls: Mapping[str, Sequence[RecordedCall]]
) -> Mapping[str, str]:
    """The functions with another answer than the solution's, each with a check that shows it."""
    of_maps = {name.split(OF_ANSWER)[0] for name in catalogue.as_right}
    replayer = Replayer()
    found: dict[str, str] = {}
    try:
        oracle = Oracle(catalogue, replayer)
        for check, made in calls.items():
            compared = catalogue.observed.compared(made)
            case = CaseEvidence(compared, is_passed=True, is_diagnosable=False)
            for group in gather([case], oracle):
                if group.function not in of_maps and any(map(_is_another, group.evidence)):
                    found.setdefault(group.function, check)
    finally:
        replayer.close()
    return found


def _is_another(evidence: Evidence) -> bool:
    """Whether the answer is another one, whatever its dtype or the rounding of its numbers.

    What a layer's parameters are may differ: they are fresh, or have other names. A layer or an
    object may refuse settings when it is made, or when it is first called.
    """
    mine, right = evidence.mine, evidence.right
    is_made = any(str(each.answer) in (LAYER, str(OBJECT)) for each in (mine, right))
    if evidence.is_state or (is_made and (mine.error or right.error)):
        return False
    return not agree(mine, right, right, exactly=False) and not nearly_agree(mine, right)
