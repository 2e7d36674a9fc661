"""What a student reads beside the number: the steps to it, and what was found and may be seen."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from autograder.exporters import markdown
from autograder.exporters.for_students import for_students
from autograder.exporters.markup import prose
from autograder.gradebook.grade import Grade, Step
from autograder.results import Report, Visibility
from autograder.text.legible import one_line

MAX_SHORT = 2000
ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)  # so that the same feedback makes the same zip


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


def zipped(pages: Mapping[str, str]) -> bytes:
    """Path → page, as the zip that Moodle takes: a file in each student's folder."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, text in sorted(pages.items()):
            info = zipfile.ZipInfo(path, ZIP_EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, text.encode("utf-8", "replace"))
    return data.getvalue()


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
