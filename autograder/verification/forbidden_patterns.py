"""Finds patterns in grading.yml that forbid nothing, or something that the solutions use."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase

from autograder.course.forbidden_patterns import place
from autograder.course.model import Assignment, Course, Task
from autograder.results import Report, Status
from autograder.sandbox.naming import naming_nothing


def forbidding_nothing(
    course: Course, assignment: Assignment, tasks: Sequence[Task]
) -> Iterator[str]:
    """A sentence with its line for each pattern that matches no operator and no function."""
    patterns = list(dict.fromkeys(each for task in tasks for each in task.forbidden))
    for pattern in naming_nothing(patterns):
        yield f"{place(course, assignment, pattern)}: {pattern!r} matches nothing; is it misspelt?"


def forbidden_by_solution(
    course: Course, assignment: Assignment, reports: Sequence[Report]
) -> Iterator[str]:
    """A sentence with its line for each pattern that makes a solution fail."""
    found: dict[str, None] = {}
    for task, message in _refused(reports):
        forbidden = assignment.task(task).forbidden
        words = message.replace("`", " ").replace(",", " ").split()
        guilty = [p for p in forbidden if any(fnmatchcase(word, p) for word in words)]
        for pattern in guilty or [""]:
            where = f"{place(course, assignment, pattern)}: the solution of {task!r} uses"
            what = f"what {pattern!r} forbids" if pattern else "something forbidden"
            found[f"{where} {what}: {message}"] = None
    yield from found


def _refused(reports: Sequence[Report]) -> Iterator[tuple[str, str]]:
    for report in reports:
        for result in report.tasks:
            checks = [c for c in result.checks if c.status is Status.FORBIDDEN]
            if checks:
                yield result.task, checks[0].message
