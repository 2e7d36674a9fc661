"""One submission → a folder of results that its student may see, whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from autograder.exporters import code_quality, junit, markdown
from autograder.exporters.for_students import for_students
from autograder.exporters.places import Annotation, annotations_of
from autograder.results import Report, as_json, decoded

if TYPE_CHECKING:
    from autograder.course.model import Assignment, Course

# `publish` reads results where there is neither torch nor a course: both are imported when needed.

REPORT, ANNOTATIONS, REQUEST = "result.json", "annotations.json", "request.json"


class Request(msgspec.Struct, frozen=True):
    """The pull request that is graded; `refused` says why there is nothing to run, if so."""

    refused: str = ""


@dataclass(frozen=True)
class GradedPull:
    """The result of a pull request. `report` is for staff; `shown` is what its student may see."""

    report: Report
    shown: Report
    annotations: tuple[Annotation, ...]

    def files(self) -> Mapping[str, bytes]:
        """File name → content. All of it is the students' view."""
        return {
            REPORT: as_json([self.shown]),  # a list, as `autograder grade --json` writes it
            ANNOTATIONS: as_json(self.annotations),
            "junit.xml": junit.render(self.shown).encode("utf-8", "replace"),
            "summary.md": markdown.summary(self.shown).encode("utf-8", "replace"),
            "code-quality.json": code_quality.render(self.annotations).encode(),
        }


def grade_one(
    course: Course, path: Path, *, assignment: str | None, tier: str, refused: str = ""
) -> GradedPull:
    """Grade what lies at `path`, unless it was `refused` already.

    Raises `SandboxError` if it can't be graded for a reason of ours, which is never a zero;
    `CommandMisused` if the assignment can't be inferred from its files.
    """
    from autograder.grading import batch  # noqa: PLC0415
    from autograder.submission import sorting  # noqa: PLC0415
    from autograder.submission.refusals import refusal  # noqa: PLC0415

    found = sorting.by_assignment(course, assignment, [str(path)])
    refused = refused or found.refused.get(str(path), "")
    name = next(iter(found.groups), "")
    if refused:
        return _without_annotations(refusal(course.assignments.get(name), str(path), refused))
    meant = course.assignment(name)
    report = batch.grade_one(course.root, meant.name, str(path), tier=tier)
    if report.refused is not None:
        return _without_annotations(report)
    return GradedPull(report, for_students(report), _annotations(course, meant, path, report))


def read(folder: Path) -> tuple[Report | None, tuple[Annotation, ...]]:
    """The report and the annotations in a folder of results; None if grading did not get so far."""
    try:
        (report,) = decoded((folder / REPORT).read_bytes(), list[Report])
        found = decoded((folder / ANNOTATIONS).read_bytes(), tuple[Annotation, ...])
    except (OSError, ValueError, RecursionError):
        return None, ()
    return report, found


def refused_before(folder: Path) -> str:
    """Why there is nothing to run, if the submission could not be fetched; else ''."""
    path = folder / REQUEST
    return msgspec.json.decode(path.read_bytes(), type=Request).refused if path.is_file() else ""


def _annotations(
    course: Course, assignment: Assignment, path: Path, report: Report
) -> tuple[Annotation, ...]:
    from autograder.submission import intake  # noqa: PLC0415
    from autograder.template.stubs import as_given  # noqa: PLC0415

    task_files = {task.name: task.file for task in assignment.tasks}
    submission = intake.read(path, as_given(course, assignment), course.intake)
    return annotations_of(report, task_files, submission.files, folder=submission.folder)


def _without_annotations(report: Report) -> GradedPull:
    return GradedPull(report, for_students(report), ())
