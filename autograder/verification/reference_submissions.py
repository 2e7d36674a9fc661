"""Makes reference submissions: submissions from a course's own files, with a known grade."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from autograder.course.model import Assignment, Course
from autograder.grading.verdicts import UNREADABLE_ANSWER
from autograder.results import CheckResult, Report, Status
from autograder.template import build

NULL_ANSWERS = ("zeros", "ones", "nan", "input")
_NULL_SOURCE = Path(__file__).with_name("null_answer.py")

Files = Mapping[str, bytes]


@dataclass(frozen=True)
class ReferenceSubmission:
    """A submission with a known grade: `fault(report)` returns a sentence if the report is wrong.

    A `draw` other than 0 draws other hidden inputs and seeds. If `tasks` names tasks, only these
    are graded.
    """

    name: str
    files: Files
    fault: Callable[[Report], str]
    draw: int = 0
    tasks: tuple[str, ...] = ()


@dataclass(frozen=True)
class RightAnswer:
    """A solution written differently. `is_right` says whether the course's options accept it, and
    `is_by_option` whether they could do otherwise.
    """

    of_task: str
    reference: ReferenceSubmission
    is_right: bool
    is_by_option: bool


def solution(course: Course, assignment: Assignment) -> ReferenceSubmission:
    """The solutions, which must earn full marks."""
    return ReferenceSubmission("the solutions", _solutions(course, assignment), short_of_full_marks)


def stubs(course: Course, assignment: Assignment) -> ReferenceSubmission:
    """What students start from, which must earn nothing, as unfinished."""
    return ReferenceSubmission("the stubs", build.template(course, assignment), _not_unfinished)


def null_answers(course: Course, assignment: Assignment) -> Iterator[ReferenceSubmission]:
    """Answers of the right shape with empty values, which must not earn a single case."""
    solutions = _solutions(course, assignment)
    right = {f"right/{name}": data for name, data in solutions.items()}
    source = _NULL_SOURCE.read_text()
    for answer in NULL_ANSWERS:
        text = source.replace('ANSWER = "zeros"', f'ANSWER = "{answer}"').encode()
        modules = {task.file: text for task in assignment.checked_tasks()}
        yield ReferenceSubmission(
            f"{answer} for every answer", {**right, **modules}, _earns_something
        )


def right_answers(course: Course, assignment: Assignment) -> Iterator[RightAnswer]:
    """The solutions with some functions written differently, which must earn full marks.

    A module that only one choice of an option accepts contains, for example,
    `ONLY_WITH = {"orientation": "either"}`.
    """
    solutions = _solutions(course, assignment)
    for task in assignment.checked_tasks():
        folder = course.right_answers_folder(assignment) / task.name
        for path in sorted(folder.glob("*.py")):
            module = solutions[task.file] + b"\n\n" + path.read_bytes()
            files = {**solutions, task.file: module}
            needed = _needed(path)
            is_right = all(task.options.get(option) == it for option, it in needed.items())
            fault = short_of_full_marks if is_right else partial(_is_accepted, task.name)
            reference = ReferenceSubmission(f"{task.name}: {path.stem}", files, fault)
            yield RightAnswer(task.name, reference, is_right, is_by_option=bool(needed))


def _needed(path: Path) -> Mapping[str, Any]:
    """The options for which the answer in `path` is right; none if it always is."""
    for node in ast.parse(path.read_bytes()).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "ONLY_WITH":
            needed: Mapping[str, Any] = ast.literal_eval(node.value)
            return needed
    return {}


def _is_accepted(task: str, report: Report) -> str:
    result = next(each for each in report.tasks if each.task == task)
    is_full = all(check.status is Status.PASSED for check in result.checks)
    return "earns full marks, though the option that accepts it is not chosen" if is_full else ""


def _solutions(course: Course, assignment: Assignment) -> Files:
    tasks = assignment.tasks
    return {task.file: course.solution_file(assignment, task).read_bytes() for task in tasks}


ONLY_DESCRIBED = (
    "What came back may be of a kind of which nothing can be asked, such as a generator or a "
    "class: let students return numbers, tensors, texts, lists, or an object with public methods."
)


def short_of_full_marks(report: Report) -> str:
    """A sentence with every check that has not passed; '' if all have."""
    if report.refused is not None:
        return f"refused: {report.refused}"
    failed = [check for check in _checks(report) if check.status is not Status.PASSED]
    checks: dict[str, list[str]] = {}
    for check in failed:
        checks.setdefault(f"{check.status}: {_reason(check)}", []).append(check.check)
    return "; ".join(f"{', '.join(names)}: {reason}" for reason, names in checks.items())


def _reason(check: CheckResult) -> str:
    """Of a broken check, what is wrong with it; where the answer had no use, what may be so."""
    if check.message == UNREADABLE_ANSWER:
        return f"{check.message} {ONLY_DESCRIBED}"
    return check.fault or check.message


def _not_unfinished(report: Report) -> str:
    if report.refused is not None:
        return f"refused: {report.refused}"
    others = [check for check in _checks(report) if check.status is not Status.UNFINISHED]
    return "; ".join(f"{check.check} is {check.status}" for check in others)


def _earns_something(report: Report) -> str:
    if report.refused is not None:
        return f"refused: {report.refused}"
    # Any status but `wrong` would mean that the check did not compare the answers.
    odd = [c for c in _checks(report) if c.cases_passed or c.status is not Status.WRONG]
    return "; ".join(f"{c.check} is {c.status}: {c.cases_passed} of {c.cases} pass" for c in odd)


def _checks(report: Report) -> Iterator[CheckResult]:
    return (check for task in report.tasks for check in task.checks)
