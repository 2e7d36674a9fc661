"""Classroom 50's `result.json` of a report as students may see it.

See https://github.com/foundation50/classroom50, `schemas/result-v1.schema.json`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from autograder.errors import CommandMisused
from autograder.results import Report, TaskResult, as_json

SCHEMA = "classroom50/result/v1"
SCALE = 100  # Classroom 50 has whole points only: one of ours is a hundred of its own, always
VARIABLES = {
    "classroom": "CLASSROOM",
    "assignment": "ASSIGNMENT",
    "submission": "SUBMISSION_TAG",
    "commit": "COMMIT_URL",
    "release": "RELEASE_URL",
    "review": "REVIEW_URL",
}


def render(report: Report, variables: Mapping[str, str], at: datetime) -> bytes:
    """The result of what Classroom 50 names in the environment's `variables`, made `at` this time.

    Its score is never more than its maximum, so that a bonus only makes up for what is missing.
    Raises CommandMisused if a variable is not set.
    """
    owner = variables.get("OWNER") or variables.get("USERNAME")
    missing = [name for name in VARIABLES.values() if not variables.get(name)]
    missing += [] if owner else ["OWNER"]
    if missing:
        raise CommandMisused(
            f"Classroom 50 sets variables that are not set here: {', '.join(missing)}. Run this in "
            "its workflow, or set them."
        )
    moment = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    most = round(report.points * SCALE)
    return as_json(
        {
            "schema": SCHEMA,
            **{key: variables[name] for key, name in VARIABLES.items()},
            "assignment_type": variables.get("ASSIGNMENT_TYPE") or "individual",
            "owner": owner,
            "datetime": moment,  # its runner puts the commit's time in its place
            "graded_at": moment,
            "score": min(most, round(report.with_bonus * SCALE)),
            "max-score": most,
            "tests": list(_tests(report)),
        }
    )


def _tests(report: Report) -> Iterator[Mapping[str, Any]]:
    if report.refused is not None:
        name = "What was handed in can't be graded"
        yield {"test-name": name, "passed": False, "score": 0, "max-score": 0,
               "message": report.refused}  # fmt: skip
    for task in report.tasks:
        yield from _of_task(task)


def _of_task(task: TaskResult) -> Iterator[Mapping[str, Any]]:
    most = whole([check.points * SCALE for check in task.checks])
    scores = whole([check.score * SCALE for check in task.checks], most=most)
    for check, score, points in zip(task.checks, scores, most, strict=True):
        yield {
            "test-name": f"{task.task}: {check.title}",
            "passed": not check.status.costs_points,
            "score": score,
            "max-score": points,
            "message": check.in_full,
        }


def whole(numbers: Sequence[float], *, most: Sequence[int] = ()) -> list[int]:
    """Whole numbers near these, none above its `most`, whose sum is the rounded sum of these."""
    found = [int(number + 1e-6) for number in numbers]
    lacking = round(sum(numbers)) - sum(found)
    by_rest = sorted(range(len(numbers)), key=lambda i: found[i] - numbers[i])
    for place in by_rest:
        if lacking > 0 and (not most or found[place] < most[place]):
            found[place] += 1
            lacking -= 1
    return found
