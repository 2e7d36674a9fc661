"""Grades submissions of the challenge, with fewer hidden pictures and other limits."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

from autograder.grading.batch import grade_paths
from autograder.results import CheckResult, Report, TaskResult
from support.paths import PROJECT

SOLUTIONS = PROJECT / "solutions" / "challenge"
RIGHT = {path.name: path.read_bytes() for path in SOLUTIONS.glob("*.*")}
FEWER = {" examples: 2500 ": " examples: 500 ", "more_examples: 5000": "more_examples: 500"}


def course_with(folder: Path, changes: Mapping[str, str]) -> Path:
    """Copy this repository's course to `folder`, and replace texts in its grading.yml."""
    for part in ("assignments", "solutions"):
        shutil.copytree(PROJECT / part, folder / part)
    text = (PROJECT / "grading.yml").read_text()
    for now, then in {**FEWER, **changes}.items():
        assert text.count(now) == 1, now
        text = text.replace(now, then)
    (folder / "grading.yml").write_text(text)
    return folder


def grade(
    course: Path,
    folder: Path,
    submissions: Mapping[str, Mapping[str, bytes | str | None]],
    tier: str,
) -> dict[str, Report]:
    """Grade submissions: name → report. Files that a submission does not list are the solution's.

    A file that is None is not submitted.
    """
    for name, files in submissions.items():
        (folder / name).mkdir(parents=True)
        for file, data in {**RIGHT, **files}.items():
            if data is not None:
                content = data.encode() if isinstance(data, str) else data
                (folder / name / file).write_bytes(content)
    outcomes = grade_paths(
        course,
        "challenge",
        [str(folder / name) for name in submissions],
        tier=tier,
        jobs=2,
        on_outcome=lambda outcome: None,
        on_line=lambda path, line: None,
    )
    assert not [outcome.problem for outcome in outcomes if outcome.report is None]
    return {Path(outcome.path).name: outcome.report for outcome in outcomes}


def training(report: Report) -> TaskResult:
    return next(result for result in report.tasks if result.task == "training")


def check(report: Report, name: str) -> CheckResult:
    return next(c for result in report.tasks for c in result.checks if c.check == name)
