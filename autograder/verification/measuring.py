"""Measures the family of right networks, and writes each run to the result file immediately."""

from __future__ import annotations

import platform
from collections.abc import Callable
from importlib import metadata
from pathlib import Path

import msgspec

from autograder.course.model import Assignment, Course
from autograder.errors import CourseError
from autograder.files import leftovers
from autograder.files.on_disk import write_below
from autograder.grading.batch import GradedSubmission, grade_paths
from autograder.grading.metrics import in_words
from autograder.verification import estimate
from autograder.verification.calibration import measured_networks, run_of, trained_task
from autograder.verification.estimate import Measured


def measure(
    course: Course,
    assignment: Assignment,
    *,
    tier: str,
    draws: int,
    jobs: int,
    print_line: Callable[[str], None],
) -> tuple[Measured, list[str]]:
    """Grade each network `draws` times. Returns the result, and a sentence for each failed run.

    Earlier runs with the same networks, examples and settings are kept, so that an interrupted
    measurement can be continued.
    """
    task = trained_task(assignment)
    if task is None:
        raise CourseError(f"no task of {assignment.name!r} trains a network.")
    now = estimate.about(course, assignment, task, versions())
    networks = measured_networks(course, assignment)
    found = dict(estimate.measured_again(estimate.read(course, assignment), now))
    found = {each.name: found.get(each.name, []) for each in networks}
    wanted = [
        (each, draw)
        for draw in range(1, draws + 1)
        for each in networks
        if len(found[each.name]) < draw
    ]
    print_line(f"{len(networks)} networks: {len(wanted)} runs are to be made.")
    problems: list[str] = []
    with leftovers.temporary_folder() as folder:
        runs = {str(Path(folder, str(number))): run for number, run in enumerate(wanted)}
        for path, (reference, _) in runs.items():
            write_below(Path(path), reference.files)

        def keep(outcome: GradedSubmission) -> None:
            reference, draw = runs[outcome.path]
            run = run_of(task, outcome.report) if outcome.report else None
            if run is None:
                why = outcome.problem or "its training came to no result."
                problems.append(f"{reference.name}, draw {draw}: nothing was measured: {why}")
                return
            found[reference.name].append(run)
            estimate.write(course, assignment, _with(now, found))
            value = in_words(now.metric, run.value)
            print_line(f"{reference.name}, draw {draw}: {value}, {run.seconds:.0f} s")

        order = [draw for _, draw in runs.values()]
        grade_paths(
            course.root, assignment.name, list(runs),
            tier=tier, jobs=jobs, on_outcome=keep, draws=order,
        )  # fmt: skip
    return _with(now, found), problems


def versions() -> dict[str, str]:
    """The versions of the software that trains and judges."""
    packages = {name: metadata.version(name) for name in ("torch", "numpy")}
    return {"python": platform.python_version(), **packages}


def _with(measured: Measured, found: dict[str, list[estimate.Run]]) -> Measured:
    networks = {name: runs for name, runs in found.items() if runs}
    return msgspec.structs.replace(measured, networks=networks)
