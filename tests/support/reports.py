"""Makes reports for tests of exporters, and collects everything that exporters write of one."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
from rich.console import Console

from autograder.course.model import Assignment
from autograder.exporters import annotations, code_quality, gradescope, junit, markdown, terminal
from autograder.exporters.for_students import for_students, told
from autograder.exporters.formats import FORMATS, Around
from autograder.exporters.places import Annotation, annotations_of
from autograder.pages import render
from autograder.pages.student_view import Told, page_of
from autograder.results import CheckResult, Report, Status, TaskResult, Visibility

AROUND = Around(
    {
        "CLASSROOM": "vision",
        "ASSIGNMENT": "counting",
        "SUBMISSION_TAG": "submit/2026-12-01T12-00-00Z-abc1234",
        "COMMIT_URL": "https://example.org/commit",
        "RELEASE_URL": "https://example.org/release",
        "REVIEW_URL": "https://example.org/review",
        "OWNER": "ada",
    },
    datetime(2026, 12, 1, 12, 0, tzinfo=UTC),
)


def check(status: Status = Status.PASSED, **more: Any) -> CheckResult:
    """A check worth one point."""
    score = 1.0 if status is Status.PASSED else 0.0
    given = {"check": "test_secret_name", "title": "It is right.", "score": score, "points": 1.0}
    return CheckResult(status=status, **{**given, **more})


def later(when: Visibility = Visibility.AFTER_DUE_DATE, **more: Any) -> CheckResult:
    """A check that students don't see yet."""
    return check(title="A later title.", visibility=when, **more)


def task(*checks: CheckResult, name: str = "shares", **more: Any) -> TaskResult:
    """A task with these checks and the sum of their points."""
    score = sum(each.score for each in checks) if checks else None
    points = float(sum(each.points for each in checks) or 1)
    return TaskResult(task=name, **{"score": score, "points": points, "checks": checks, **more})


def report(*tasks: TaskResult, **more: Any) -> Report:
    """A report of these tasks."""
    given = {
        "assignment": "counting",
        "submission": "/home/runner/secret place/submission.zip",
        "score": sum(each.score or 0.0 for each in tasks),
        "points": sum(each.points for each in tasks if each.score is not None),
        "tier": "namespaces",
        "environment": {"engine": "0.1.0", "seed": "sha256:5eed", "torch": "2"},
    }
    return Report(tasks=tasks, **{**given, **more})


def annotation(line: int = 1, **more: Any) -> Annotation:
    """An annotation at a line."""
    given = {"path": "a.py", "line": line, "level": "failure", "title": "T", "message": "M"}
    return Annotation(**{**given, **more})


def shown_to_students(report: Report, task_files: Mapping[str, str]) -> Mapping[str, str]:
    """Format → everything that exporters write for students. `task_files` is task → file."""
    shown = for_students(report)
    folder = Path(report.submission)
    sources = {file: (folder / file).read_bytes() for file in task_files.values()}
    marks = annotations_of(report, task_files, sources)
    screen = io.StringIO()
    Console(file=screen, width=500).print(terminal.render(shown, with_calls=True))
    return {
        "result.json": msgspec.json.encode(shown).decode(),
        "summary": markdown.summary(shown),
        "comment": markdown.comment(shown),
        "annotations": "\n".join(annotations.commands(marks)),
        "annotations.json": msgspec.json.encode(marks).decode(),
        "code quality": code_quality.render(marks),
        "junit": junit.render(shown),
        "gradescope": gradescope.render(report).decode(),
        "otter": " ".join(told(check).in_full for task in report.tasks for check in task.checks),
        "terminal": screen.getvalue(),
        "page": _page(shown),
        **{name: each.make(report, AROUND).decode() for name, each in FORMATS.items()},
    }


def _page(shown: Report) -> str:
    assignment = Assignment(
        name=shown.assignment, title="T", starter_url="", seed="", forbidden=(), tasks=()
    )
    told = Told(shown.score, shown.points)
    return render.student(page_of(shown, assignment, course="C", who="W", told=told))
