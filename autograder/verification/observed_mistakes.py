"""Whether the mistakes that checks name are of what the course observes, read off the source."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from pathlib import Path

from autograder.course.model import Assignment, Course, Task
from autograder.errors import CourseError
from autograder.verification.kill_matrix import catalogue


def undeclared(course: Course, assignment: Assignment, tasks: Sequence[Task]) -> Iterator[str]:
    """A sentence for each `looks_like` of these tasks' checks that names no observed mistake."""
    for task in tasks:
        known = catalogue(course, assignment, task)
        grader = course.grader_file(assignment, task)
        for line, name in _named(grader):
            try:
                known.in_words((name,))
            except CourseError as error:
                yield f"{course.shown(grader)}:{line}: {error}"


def _named(grader: Path) -> Iterator[tuple[int, str]]:
    """The line and the name of each `looks_like("name")`."""
    for node in ast.walk(ast.parse(grader.read_bytes())):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "looks_like":
            for argument in node.args:
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    yield node.lineno, argument.value
