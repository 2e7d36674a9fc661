"""Dodona's feedback of a report as students may see it: a tab for each task, a case for each check.

See https://docs.dodona.be/en/references/judges/ and the schema that it names. Lines of code are not
marked: Dodona has one file a submission, and does not say of which file a line is.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from autograder.exporters.markdown import headline, is_done
from autograder.exporters.wording import points_of
from autograder.results import CheckResult, Report, Status, TaskResult, as_json

Node = Mapping[str, Any]
STATUS = {
    Status.CRASHED: "runtime error",
    Status.TIMED_OUT: "time limit exceeded",
    Status.BROKEN: "internal error",
}


def render(report: Report) -> bytes:
    """Its status is that of the first check that failed; the points stand in the descriptions."""
    if report.refused is not None:
        refused = {
            "accepted": False,
            "status": "wrong",
            "description": headline(report),
            "messages": [_message(report.refused)],
        }
        return as_json(refused)
    is_right = is_done(report)
    feedback = {
        "accepted": is_right,
        "status": "correct" if is_right else _status(report),
        "description": headline(report),
        "messages": [_message(note) for note in report.notes],
        "groups": [_tab(task) for task in report.tasks],
    }
    return as_json(feedback)


def _status(report: Report) -> str:
    failed = [c.status for t in report.tasks for c in t.checks if c.status.costs_points]
    return STATUS.get(failed[0], "wrong")


def _tab(task: TaskResult) -> Node:
    told = [*filter(None, [task.missing]), *task.notes]
    return {
        "description": f"{task.task}: {points_of(task.score, task.points)}",
        "badgeCount": sum(check.status.costs_points for check in task.checks),
        "messages": [_message(text) for text in told],
        "groups": [_context(check) for check in task.checks],
    }


def _context(check: CheckResult) -> Node:
    is_right = not check.status.costs_points
    title = f"{check.title} ({points_of(check.score, check.points)})"
    case = {
        "accepted": is_right,
        "description": _message(title),
        "messages": [_message(check.in_full)] if check.in_full else [],
    }
    return {"accepted": is_right, "groups": [case]}


def _message(text: str) -> Node:
    """Plain text: what a student wrote is never markup."""
    return {"format": "plain", "description": text, "permission": "student"}
