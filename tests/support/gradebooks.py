"""Rows for gradebooks, without grading anything."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import msgspec

from autograder.course.model import Assignment, Course
from autograder.course.policy import resolved
from autograder.course.policy_entry import CoursePolicyEntry, PolicyEntry
from autograder.downloads.people import Claim, Person
from autograder.gradebook.rows import (
    Attempt,
    Edit,
    EditKind,
    Grading,
    Outcome,
    RosterRow,
    attempt_id,
)
from autograder.results import Report, TaskResult

FULL = {"vowels": 2.0, "shares": 4.0}


def moment(day: int, hour: int = 12, minute: int = 0) -> str:
    """A time in December 2026, in UTC."""
    return f"2026-12-{day:02}T{hour:02}:{minute:02}:00.000000Z"


def person(name: str, **more: object) -> Person:
    """Somebody whose id is their name in small letters, if nothing else is said."""
    return Person(**{"id": name.casefold().replace(" ", "."), "name": name, **more})


def roster(*people: Person, at: str = moment(1)) -> RosterRow:
    return RosterRow(at=at, author="staff", reason="", people=people)


def attempt(
    *claims: Claim | str,
    content: str = "content",
    name: str = "",
    submitted: str = "",
    number: int = 0,
    at: str = moment(1),
    assignment: str = "counting",
    is_late: bool = False,
) -> Attempt:
    """Claims may be given as names."""
    those = tuple(Claim(name=each) if isinstance(each, str) else each for each in claims)
    return Attempt(
        at=at,
        author="staff",
        reason="",
        attempt=attempt_id(assignment, those, content, submitted, number),
        assignment=assignment,
        name=name or those[0].shown,
        source="folders",
        claims=those,
        content=content,
        submitted=submitted,
        is_late=is_late,
        number=number,
    )


def grading(
    of: Attempt,
    scores: Mapping[str, float | None] = FULL,
    *,
    at: str = moment(2),
    checks: str = "c1",
    refused: str | None = None,
    missing: str = "",
    awaits: bool = False,
    key: str = "",
) -> Grading:
    """Of the toy course, whose reflection is read by a person."""
    points = {"vowels": 2.0, "shares": 4.0}
    tasks = tuple((task, score, points[task], "") for task, score in scores.items())
    outcome = Outcome(
        tasks=() if refused else (*tasks, ("reflection", None, 1.0, missing)), refused=refused
    )
    return Grading(
        key=key or f"{of.attempt}{at}{checks}",
        at=at,
        author="staff",
        reason="",
        attempt=of.attempt,
        assignment=of.assignment,
        checks=checks,
        seed="s",
        versions={},
        device="cpu",
        tier="process",
        seconds=1.0,
        awaits=awaits,
        outcome=outcome,
    )


def edit(kind: EditKind, value: object, *, student: str = "", **more: str) -> Edit:
    """An edit; `value` is written as JSON unless it is text."""
    text = value if isinstance(value, str) else msgspec.json.encode(value).decode()
    key = more.pop("key", f"{kind}{student}{text}")
    known = {"at": moment(3), "author": "Ada", "reason": "it is so", "assignment": "counting"}
    return Edit(key=key, kind=kind, student=student, value=text, **{**known, **more})


def with_policy(course: Course, *, slip_days: int = 0, **policy: object) -> list[Assignment]:
    """The assignments of a course, each with this policy as grading.yml would say it."""
    written = PolicyEntry.model_validate({"timezone": "UTC", **policy})
    whole = resolved(CoursePolicyEntry(slip_days=slip_days), written)
    return [replace(each, policy=whole) for each in course.assignments.values()]


def report(name: str, scores: Sequence[tuple[str, float | None, float]], **more: object) -> Report:
    """A report with these scores of tasks: (task, score, points)."""
    tasks = tuple(TaskResult(task=t, score=s, points=p) for t, s, p in scores)
    known = {"course": "c1", "seed": "s", "device": "cpu", "engine": "0.1"}
    return Report(
        **{
            "assignment": "counting",
            "submission": name,
            "score": sum(s or 0.0 for _, s, _ in scores),
            "points": sum(p for _, s, p in scores if s is not None),
            "tier": "process",
            "tasks": tasks,
            "environment": known,
            "seconds": 0.5,
            **more,
        }
    )
