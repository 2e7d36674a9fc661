"""Tests the bar of a training with networks that must reach it, and networks that must not.

The networks are folders in an assignment's `calibration/`. Those in `family/<name>/` are right and
must earn full marks; those in `below_the_bar/<name>/` must miss the first level; those in
`without_<what>/<name>/` reach the bar but must earn nothing, because they do without what the
lesson is about, such as convolution. The files of each replace those of the solutions. None makes a
known mistake, so none may be named. `autograder calibrate` measures how often the family misses
full marks by bad luck: see `estimate`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from autograder.course.model import Assignment, Course, Task
from autograder.files.on_disk import files_below
from autograder.grading.metrics import bar_in_words, in_words, measured_in
from autograder.results import Report
from autograder.verification import estimate
from autograder.verification.reference_submissions import (
    Files,
    ReferenceSubmission,
    short_of_full_marks,
    solution,
)

SOLUTIONS = "the solutions"
SHARED = "shared"  # in calibration/: modules that several of its networks import


def trained_task(assignment: Assignment) -> Task | None:
    """The task of the assignment that trains a network; None if there is none."""
    return next((task for task in assignment.checked_tasks() if task.training), None)


def family(course: Course, assignment: Assignment) -> Iterator[ReferenceSubmission]:
    """Right networks other than the solutions."""
    for name, files in _variants(course, assignment, "family"):
        yield ReferenceSubmission(name, files, short_of_full_marks)


def below_the_bar(course: Course, assignment: Assignment) -> Iterator[ReferenceSubmission]:
    """Networks whose value, such as an accuracy, must miss the first level."""
    for name, files in _variants(course, assignment, "below_the_bar"):
        yield ReferenceSubmission(
            f"below the bar: {name}", files, partial(_reaches_a_level, assignment)
        )


def kinds_without(course: Course, assignment: Assignment) -> list[str]:
    """The folders of networks that do without what the lesson is about: 'without_convolution'."""
    calibration = course.assignment_folder(assignment) / "calibration"
    return sorted(path.name for path in calibration.glob("without_*") if path.is_dir())


def without(course: Course, assignment: Assignment, kind: str) -> Iterator[ReferenceSubmission]:
    """Networks of such a folder. They must earn nothing for their training, however good it is."""
    for name, files in _variants(course, assignment, kind):
        yield ReferenceSubmission(
            f"{kind.replace('_', ' ')}: {name}", files, partial(_earns_a_share, assignment)
        )


def measured_networks(course: Course, assignment: Assignment) -> list[ReferenceSubmission]:
    """The networks that `autograder calibrate` measures: the solutions and the family."""
    right = ReferenceSubmission(SOLUTIONS, solution(course, assignment).files, short_of_full_marks)
    return [right, *family(course, assignment)]


def faults(
    course: Course, assignment: Assignment, task: Task, reports: Mapping[str, Report]
) -> Iterator[str]:
    """A sentence for each reason why the measured false-fail rate is not valid.

    `reports` are new reports of these networks.
    """
    yield from estimate.faults(course, assignment, task, list(reports))
    measured = estimate.read(course, assignment)
    for name, report in reports.items():
        runs, run = measured.networks.get(name) if measured else None, run_of(task, report)
        if runs and run and task.training:
            fault = estimate.implausible(runs, run.value, task.training)
            yield from [f"{name}: {fault}"] if fault else []


def names_in(report: Report, *, but: tuple[str, str] = ("", "")) -> str:
    """A sentence if the report names a known mistake other than `but`, a task and a mistake; ''
    if it names none.
    """
    named = {
        (task.task, name) for task in report.tasks for c in task.checks for name in c.mistakes
    } - {but}
    return f"is said to make {', '.join(sorted(name for _, name in named))}" if named else ""


def run_of(task: Task, report: Report) -> estimate.Run | None:
    """The measurements in a report; None if nothing was measured."""
    data = _data(report, task)
    found = measured_in(data)
    if found is None or "share" not in data:
        return None
    return estimate.Run(round(found[1], 4), data["share"], round(report.seconds, 1))


def measured(task: Task, report: Report) -> str:
    """The value for a table: '12.9 %', or 'nothing was measured'."""
    found = measured_in(_data(report, task))
    return in_words(*found) if found else "nothing was measured"


def _variants(course: Course, assignment: Assignment, kind: str) -> Iterator[tuple[str, Files]]:
    right = solution(course, assignment).files
    calibration = course.assignment_folder(assignment) / "calibration"
    names = sorted(path.name for path in (calibration / kind).glob("*") if path.is_dir())
    for name in names:
        own = {**files_below(calibration / SHARED), **files_below(calibration / kind / name)}
        yield name, {**right, **{file: path.read_bytes() for file, path in own.items()}}


def _reaches_a_level(assignment: Assignment, report: Report) -> str:
    task = trained_task(assignment)
    if report.refused is not None or task is None or task.training is None:
        return f"refused: {report.refused}"
    found = measured_in(_data(report, task))
    if not found:
        return "nothing was measured"
    metric, value = found
    first = task.training.levels[0]
    if not task.training.reaches(value, first):
        return ""
    bar = bar_in_words(metric, first.value)
    return f"reaches {in_words(metric, value)}; the first level is {bar}"


def _earns_a_share(assignment: Assignment, report: Report) -> str:
    task = trained_task(assignment)
    data = _data(report, task) if task else None
    if not data:
        return "nothing was measured"
    return f"earns {data['share']:.0%} of the points for it" if data.get("share") else ""


def _data(report: Report, task: Task) -> Mapping[str, Any]:
    """The data that the task's checks recorded; empty if nothing was measured."""
    data = next((result.data for result in report.tasks if result.task == task.name), {})
    return data if measured_in(data) else {}
