"""Finds the line of a forbidden pattern in grading.yml."""

from __future__ import annotations

from autograder.course import grading_yml
from autograder.course.model import Assignment, Course
from autograder.course.yaml_lines import Location


def place(course: Course, assignment: Assignment, pattern: str) -> str:
    """The file and line of the pattern, or of the assignment if not found: 'grading.yml:52'."""
    _, document = grading_yml.read(course.root)
    home = ("assignments", assignment.name)
    owners: list[tuple[Location, tuple[str, ...]]] = [(home, assignment.forbidden)]
    owners += [((*home, "tasks", task.name), task.forbidden) for task in assignment.tasks]
    for section, written in owners:
        for index, each in enumerate(written):
            if each == pattern and (*section, "forbidden", index) in document.lines:
                return f"{document.name}:{document.lines[*section, 'forbidden', index]}"
    return f"{document.name}:{document.line(home)}"
