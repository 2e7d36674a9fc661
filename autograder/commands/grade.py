"""`autograder grade`: submissions → points, sentences and reports."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.commands.options import (
    AT_FAULT,
    DONE,
    FAILED,
    Commands,
    add_command,
    add_isolation,
    load,
    say,
    tier_of,
)
from autograder.errors import CourseError
from autograder.results import as_json

if TYPE_CHECKING:
    from autograder.course import Course
    from autograder.results import Report

# Nothing heavy is imported before it is needed: `--help` answers at once.


def add(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add the command."""
    command = add_command(commands, "grade", grade)
    command.add_argument(
        "submission", nargs="+", help="a folder, a zip, a notebook, or a single module"
    )
    command.add_argument(
        "--assignment", metavar="NAME", help="which one, if the files don't tell by their names"
    )
    command.add_argument("--jobs", type=_positive, metavar="N", help="how many side by side")
    command.add_argument(
        "--figures", type=Path, metavar="FOLDER", help="draw what was measured of networks"
    )
    command.add_argument("--json", type=Path, metavar="FILE", help="write the reports to FILE")
    add_isolation(command)


def grade(arguments: argparse.Namespace) -> int:
    """Grade submissions and print, for each, what it came to."""
    from autograder.feedback.progress import Progress  # noqa: PLC0415

    course = load(arguments)
    paths = list(dict.fromkeys(arguments.submission))  # named twice, graded once
    groups = _by_assignment(course, arguments.assignment, paths)
    tier = tier_of(arguments)
    outcomes = []
    with Progress(len(paths), with_calls=len(paths) == 1) as progress:
        from autograder.batch import grade_paths  # noqa: PLC0415

        for name, group in groups.items():
            outcomes += grade_paths(
                course.root,
                name,
                group,
                tier=tier,
                jobs=arguments.jobs or min(os.cpu_count() or 1, len(group)),
                on_outcome=progress.show,
                on_line=progress.hear,
            )
    outcomes.sort(key=lambda outcome: paths.index(outcome.path))
    reports = [outcome.report for outcome in outcomes if outcome.report is not None]
    if arguments.json:
        arguments.json.write_bytes(as_json(reports))
    if arguments.figures:
        _draw(arguments.figures, reports)
    if len(reports) < len(outcomes) or any(report.broken_checks() for report in reports):
        return FAILED
    return AT_FAULT if any(report.refused is not None for report in reports) else DONE


def _by_assignment(course: Course, named: str | None, paths: Sequence[str]) -> dict[str, list[str]]:
    """The paths, by the assignment that they are for. One that can't be read goes with the rest."""
    from autograder import intake  # noqa: PLC0415
    from autograder.stubs import as_given  # noqa: PLC0415

    if named or len(course.assignments) == 1:
        assignment = course.assignment(named) if named else next(iter(course.assignments.values()))
        return {assignment.name: list(paths)}
    stubs = {name: as_given(course, each) for name, each in course.assignments.items()}
    found = {path: intake.assignment_of(Path(path), stubs, course.intake) for path in paths}
    known = [name for name in found.values() if name]
    if not known:
        raise CourseError(
            "the course has several assignments, and no file name tells which one this is for; "
            f"name one: --assignment {' or '.join(course.assignments)}"
        )
    usual = max(known, key=known.count)
    groups: dict[str, list[str]] = {}
    for path, name in found.items():
        groups.setdefault(name or usual, []).append(path)
    return groups


def _draw(folder: Path, reports: Sequence[Report]) -> None:
    from autograder.feedback import figures  # noqa: PLC0415

    folder.mkdir(parents=True, exist_ok=True)
    for path in (path for report in reports for path in figures.save(report, folder)):
        say(f"{path} is drawn.")


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("should be 1 or more")
    return number
