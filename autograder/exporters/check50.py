"""check50's JSON of a report as students may see it: for submit50 and whatever else reads it.

See https://cs50.readthedocs.io/projects/check50/en/latest/json_specification.html.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from autograder.results import CheckResult, Report, Status, as_json

PASSED = {Status.PASSED: True, Status.BROKEN: None}  # the others have failed


def render(report: Report) -> bytes:
    """check50 knows no points: they are among the `data` of each check.

    Tasks that a person grades are left out. A refused submission is an error.
    """
    version = report.environment.get("engine", "")
    known: dict[str, Any] = {"slug": report.assignment, "version": version}
    if report.refused is not None:
        error = {"type": "SubmissionRefused", "value": report.refused, "traceback": [], "data": {}}
        return as_json({**known, "error": error})
    return as_json({**known, "results": list(_results(report))})


def _results(report: Report) -> Iterator[Mapping[str, Any]]:
    for task in report.tasks:
        for place, check in enumerate(task.checks):
            yield {
                "name": check.check,  # a number: the view for students has no names of checks
                "description": check.title,
                "passed": PASSED.get(check.status, False),
                "log": list(task.notes) if place == 0 else [],
                "cause": _cause(check),
                "data": {"task": task.task, "points": check.score, "max_points": check.points},
                "dependency": None,
            }


def _cause(check: CheckResult) -> Mapping[str, Any] | None:
    if check.status is Status.PASSED:
        return None
    return {"rationale": check.message, "help": check.diagnosis or None}
