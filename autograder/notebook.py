"""Lesson → notebook: text and pictures, a cell per task that writes its module, and a check."""

from __future__ import annotations

from collections.abc import Mapping

from autograder.course import Assignment, Course


def file_name(assignment: Assignment) -> str:
    return f"{assignment.name}.ipynb"


def build(course: Course, assignment: Assignment, files: Mapping[str, bytes]) -> bytes:
    return b""
