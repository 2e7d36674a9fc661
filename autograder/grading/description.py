"""What a check says of itself: its title, its part of the points, and who may see it when."""

from __future__ import annotations

import pytest

from autograder.course import Task
from autograder.errors import CourseError
from autograder.grading.scoring import CaseOutcome
from autograder.results import Status, Visibility


def describe(item: pytest.Function, task: Task) -> CaseOutcome:
    """A case of a check as it is where it passes. Raises `CourseError`."""
    marker = item.get_closest_marker("weight")
    return CaseOutcome(
        check=item.originalname,
        title=_first_paragraph(item.function.__doc__) or item.originalname,
        weight=float(marker.args[0]) if marker else 1.0,
        status=Status.PASSED,
        visibility=_visibility(item, task),
    )


def _visibility(item: pytest.Function, task: Task) -> Visibility:
    """What the check says of itself, or else grading.yml of its task."""
    marker = item.get_closest_marker("visibility")
    if marker is None:
        return task.visibility
    try:
        return Visibility(*marker.args)
    except (TypeError, ValueError):
        known = ", ".join(Visibility)
        raise CourseError(
            f"{item.path.name}:{item.location[1] or 0}: visibility should be one of {known}."
        ) from None


def _first_paragraph(docstring: str | None) -> str:
    return " ".join((docstring or "").strip().split("\n\n")[0].split())
