"""What a student reads beside the number: the steps to it, and what was found and may be seen."""

from __future__ import annotations

from collections.abc import Mapping

from autograder.exporters import markdown
from autograder.exporters.for_students import for_students
from autograder.exporters.markup import prose
from autograder.files.zipped import zipped
from autograder.gradebook.grade import Grade, Step
from autograder.results import Report, Visibility
from autograder.text.legible import one_line

MAX_SHORT = 2000


def short(grade: Grade, report: Report | None, points: float) -> str:
    """A few lines for a cell: the points, and how they came about."""
    lines = [f"{points:.6g} of {grade.out_of:g} points."]
    lines += [_step(step.words, step.points) for step in told_steps(grade, report)]
    return "\n".join(lines)[:MAX_SHORT]


def page(grade: Grade, report: Report | None, points: float) -> str:
    """The same as Markdown, with everything that was found and may be seen."""
    lines = [f"# {points:.6g} of {grade.out_of:g} points\n"]
    lines += [f"- {prose(_step(step.words, step.points))}" for step in told_steps(grade, report)]
    found = markdown.summary(for_students(report)) if report is not None else ""
    return "\n".join([*lines, "", found])


def zip_of(pages: Mapping[str, str]) -> bytes:
    """Path → page, as the zip that Moodle takes: a file in each student's folder."""
    return zipped({path: text.encode("utf-8", "replace") for path, text in pages.items()})


def told_steps(grade: Grade, report: Report | None) -> list[Step]:
    """The steps, without the points of tasks of which not all may be seen yet."""
    partial = {
        task.task
        for task in (report.tasks if report else ())
        if any(check.visibility is not Visibility.VISIBLE for check in task.checks)
    }
    return [step for step in grade.steps if step.words.partition(":")[0] not in partial]


def _step(words: str, points: float | None) -> str:
    shown = one_line(words, limit=300)
    return shown if points is None else f"{shown}: {points:.6g}"
