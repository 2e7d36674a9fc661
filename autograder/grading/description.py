"""Reads what a check declares: its title, its weight, and when students see its result."""

from __future__ import annotations

import pytest

from autograder.course.model import Task
from autograder.course.written_checks import VISIBILITY, WEIGHT, is_weight
from autograder.errors import CourseError
from autograder.results import Status, Visibility
from autograder.scoring import CaseOutcome


def describe(item: pytest.Function, task: Task) -> CaseOutcome:
    """The outcome of a case that passes. Raises CourseError if one of its marks is wrong."""
    return CaseOutcome(
        check=item.originalname,
        title=_first_paragraph(item.function.__doc__) or item.originalname,
        weight=_weight(item),
        status=Status.PASSED,
        visibility=_visibility(item, task),
    )


def _weight(item: pytest.Function) -> float:
    marker = item.get_closest_marker("weight")
    if marker is None:
        return 1.0
    # A literal weight was checked when the course was loaded; a computed one is checked here.
    if len(marker.args) != 1 or marker.kwargs or not is_weight(marker.args[0]):
        raise CourseError(f"{_place(item)}: {WEIGHT}")
    return float(marker.args[0])


def _visibility(item: pytest.Function, task: Task) -> Visibility:
    """The check's own visibility, or else its task's from grading.yml."""
    marker = item.get_closest_marker("visibility")
    if marker is None:
        return task.visibility
    try:
        return Visibility(*marker.args)
    except (TypeError, ValueError):
        raise CourseError(f"{_place(item)}: {VISIBILITY}") from None


def _place(item: pytest.Function) -> str:
    return f"{item.path.name}:{(item.location[1] or 0) + 1}"


def _first_paragraph(docstring: str | None) -> str:
    return " ".join((docstring or "").strip().split("\n\n")[0].split())
