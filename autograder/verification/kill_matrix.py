"""The kill matrix: which hidden check fails for which misconception.

Every misconception is graded as a submission of its own. The course claims that each one loses
points in its task, that the report names it and no other, and that each check of a task with
misconceptions fails for at least one of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from autograder.course.model import Assignment, Course, Task
from autograder.diagnosis.misconceptions import Catalogue
from autograder.grading.solutions import load_solution
from autograder.results import Report, Status, TaskResult
from autograder.verification.reference_submissions import ReferenceSubmission, solution
from autograder.verification.visible_tests import VisibleTests

PATCH = """

# The mistake is made on top of the solution, for everything in this module that uses it.
import {module} as _known_mistakes
{target} = _known_mistakes.{name}({target})
"""
KILLED, SURVIVED = "█", "·"


@dataclass(frozen=True, eq=False)
class WrongAnswer:
    """One misconception as a submission. Instances are compared by identity."""

    task: Task
    mistake: str
    reference: ReferenceSubmission


def catalogue(course: Course, assignment: Assignment, task: Task) -> Catalogue:
    """The task's misconceptions, read and checked. Raises CourseError."""
    load_solution(course, assignment, task)  # makes the other solutions importable
    path = course.misconceptions_file(assignment, task)
    return Catalogue(course.solution_file(assignment, task), path)


def wrong_answers(course: Course, assignment: Assignment) -> Iterator[WrongAnswer]:
    """A submission for each misconception: the solutions, with this misconception in its task."""
    solutions = solution(course, assignment).files
    for task in assignment.checked_tasks():
        path = course.misconceptions_file(assignment, task)
        for name, mistake in catalogue(course, assignment, task).misconceptions.items():
            module = f"known_mistakes_of_{task.name}"
            patch = PATCH.format(module=module, name=name, target=mistake.target)
            files = {
                **solutions,
                f"{module}.py": path.read_bytes(),
                task.file: solutions[task.file] + patch.encode(),
            }
            reference = ReferenceSubmission(
                f"{task.name}: {name}", files, _NotNamed(task.name, name)
            )
            yield WrongAnswer(task, name, reference)


@dataclass(frozen=True)
class _NotNamed:
    """Called with a report, returns a sentence unless it loses points and names the mistake."""

    task: str
    mistake: str

    def __call__(self, report: Report) -> str:
        if report.refused is not None:
            return f"refused: {report.refused}"
        task = next(task for task in report.tasks if task.task == self.task)
        if not _killers(task):
            return "survives: every check passes"
        named = {name for check in task.checks for name in check.mistakes}
        if not named:
            broken_by = [f"{c.check}: {c.status}" for c in task.checks if c.status in _ODD]
            return "; ".join(["is not named", *broken_by])
        if named != {self.mistake}:
            return f"is named as {', '.join(sorted(named))}"
        return ""


_ODD = (Status.UNFINISHED, Status.TIMED_OUT, Status.FORBIDDEN, Status.REFUSED, Status.BROKEN)


def tasks_without(tasks: Sequence[Task], wrongs: Sequence[WrongAnswer]) -> Iterator[str]:
    """A sentence for each task with checks and without misconceptions."""
    for task in tasks:
        if not any(wrong.task == task for wrong in wrongs):
            yield f"{task.name} has no known mistake in misconceptions/{task.name}.py; write one"


def idle_checks(reports: Mapping[WrongAnswer, Report]) -> Iterator[str]:
    """A sentence for each check that passes for every misconception of its task."""
    for task, by_mistake in _by_task(reports).items():
        rows = _rows(by_mistake)
        for check, killed in rows.items():
            if not any(killed):
                yield f"{task}: {check} passes for every one of {len(killed)} known mistakes"


def render(
    reports: Mapping[WrongAnswer, Report], visible: Mapping[str, VisibleTests], *, in_full: bool
) -> Iterator[str]:
    """The lines of the matrix: for how many misconceptions each check fails; `in_full`, also which.

    Rows are checks, and numbered columns are misconceptions. `visible` has the results of the
    visible tests by task. They are shown for information: they need not fail for any misconception.
    """
    for task, by_mistake in _by_task(reports).items():
        hidden = _rows(by_mistake)
        shown = {
            name: [test.fails_for(mistake) for mistake in by_mistake]
            for name, test in visible.get(task, {}).items()
        }
        rows = {**hidden, **{f"(visible) {test}": killed for test, killed in shown.items()}}
        width = max(map(len, rows))
        yield f"{task}: {len(hidden)} checks × {len(by_mistake)} known mistakes"
        if in_full:
            yield from _columns(list(by_mistake), width)
        for check, killed in rows.items():
            cells = "".join(KILLED if each else SURVIVED for each in killed)
            yield f"  {check:{width}}  {f'{cells}  ' if in_full else ''}{sum(killed):>3}"
        kills = [sum(column) for column in zip(*hidden.values(), strict=True)]
        yield f"  a known mistake fails {min(kills)} to {max(kills)} of the checks"
        if shown:
            unseen = sum(not any(column) for column in zip(*shown.values(), strict=True))
            yield f"  the visible tests let {unseen} of {len(by_mistake)} known mistakes pass"


def _columns(mistakes: Sequence[str], width: int) -> Iterator[str]:
    """The legend of the columns, and their numbers, printed vertically."""
    digits = len(str(len(mistakes)))
    numbers = [f"{number:>{digits}}" for number in range(1, len(mistakes) + 1)]
    yield from (f"  {number}  {name}" for number, name in zip(numbers, mistakes, strict=True))
    yield from (f"  {'':{width}}  {''.join(row)}" for row in zip(*numbers, strict=True))


def _by_task(reports: Mapping[WrongAnswer, Report]) -> dict[str, dict[str, TaskResult]]:
    """Task → misconception → the task's result."""
    tasks: dict[str, dict[str, TaskResult]] = {}
    for wrong, report in reports.items():
        for result in report.tasks:
            if result.task == wrong.task.name:
                tasks.setdefault(result.task, {})[wrong.mistake] = result
    return tasks


def _rows(by_mistake: Mapping[str, TaskResult]) -> dict[str, list[bool]]:
    """Check → for each misconception, whether the check fails for it."""
    killers = [_killers(result) for result in by_mistake.values()]
    checks = [check.check for check in next(iter(by_mistake.values())).checks]
    return {check: [check in each for each in killers] for check in checks}


def _killers(result: TaskResult) -> Sequence[str]:
    """The names of the checks that fail."""
    return [check.check for check in result.checks if check.status.costs_points]
