"""`autograder grade`: submissions → points, sentences and reports."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.commands.kept import Kept
from autograder.commands.lasting_output import is_heard
from autograder.commands.options import (
    AT_FAULT,
    DONE,
    FAILED,
    Commands,
    add_command,
    add_isolation,
    chosen_of,
    load,
    print_error,
    tier_of,
    warn_of_published_seed,
)

if TYPE_CHECKING:
    from autograder.course.model import Course
    from autograder.grading.batch import GradedSubmission
    from autograder.submission.sorting import Sorted

# Nothing heavy is imported before it is needed: `--help` answers at once.


def add(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add the command."""
    command = add_command(commands, "grade", grade)
    command.add_argument(
        "submission", nargs="+", type=_named, help="a folder, a zip, a notebook, or a single module"
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
    from autograder.submission import sorting  # noqa: PLC0415

    course = load(arguments)
    chosen_of(course, arguments.assignment)
    paths = list(dict.fromkeys(arguments.submission))  # named twice, graded once
    sorted_ = sorting.by_assignment(course, arguments.assignment, paths)
    tier = tier_of(arguments)
    kept = Kept(paths, json=arguments.json, figures=arguments.figures)
    warn_of_published_seed(course)
    try:
        outcomes = _outcomes(course, sorted_, kept, tier=tier, jobs=arguments.jobs)
    except KeyboardInterrupt:
        kept.finish()
        print_error(kept.so_far())
        return FAILED
    kept.finish()
    if any(each.report is None or each.report.broken_checks() for each in outcomes):
        return FAILED
    return AT_FAULT if any(each.report and each.report.refused for each in outcomes) else DONE


def _outcomes(
    course: Course, sorted_: Sorted, kept: Kept, *, tier: str, jobs: int | None
) -> list[GradedSubmission]:
    """Grade all that can be graded; each outcome is shown and kept as soon as it is there."""
    from autograder.commands.progress import Progress  # noqa: PLC0415
    from autograder.grading.batch import GradedSubmission, grade_paths  # noqa: PLC0415
    from autograder.submission.refusals import refusal  # noqa: PLC0415

    outcomes: list[GradedSubmission] = []
    with Progress(len(kept.paths), with_calls=len(kept.paths) == 1) as progress:

        def take(outcome: GradedSubmission) -> None:
            outcomes.append(outcome)
            progress.show(outcome)
            if outcome.report is not None:
                kept.add(outcome.path, outcome.report)
            is_done = len(outcomes) == len(kept.paths)
            if not (is_done or is_heard() or kept.is_wanted):
                raise KeyboardInterrupt  # nobody reads on, and nothing is written

        for path, reason in sorted_.refused.items():
            take(GradedSubmission(path, refusal(None, path, reason)))
        for name, group in sorted_.groups.items():
            grade_paths(
                course.root,
                name,
                group,
                tier=tier,
                jobs=jobs or min(os.cpu_count() or 1, len(group)),
                on_outcome=take,
                on_line=progress.on_line,
            )
    return outcomes


def _named(text: str) -> str:
    if not text:  # a variable of the shell's that is not set; as a path, it would be this folder
        raise argparse.ArgumentTypeError("'' is no name of a file or folder")
    return text


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} should be a number, 1 or more")
    return int(text)
