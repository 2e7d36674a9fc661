"""The report of a submission that can't be graded."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from autograder.course.model import Assignment
from autograder.results import Report

NOWHERE = "none"  # the isolation tier of what no sandbox has seen


def refusal(
    assignment: Assignment | None,
    submission: str,
    reason: str,
    *,
    tier: str = NOWHERE,
    environment: Mapping[str, str] = MappingProxyType({}),
) -> Report:
    """No tasks, a score of 0, and the reason, a sentence for the student.

    Without an `assignment`, since nobody knows which one is meant, it is about 0 points.
    """
    return Report(
        assignment=assignment.name if assignment else "",
        title=assignment.title if assignment else "",
        submission=submission,
        score=0.0,
        points=assignment.points if assignment else 0.0,
        by_person=assignment.by_person if assignment else 0.0,
        tier=tier,
        refused=reason,
        environment=dict(environment),
    )
