"""`autograder calibrate`: how often right networks miss the full points by bad luck."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from autograder.commands.options import (
    AT_FAULT,
    DONE,
    FAILED,
    Commands,
    add_command,
    add_isolation,
    chosen_of,
    here,
    load,
    positive,
    print_error,
    print_line,
    tier_of,
)
from autograder.errors import CommandMisused

if TYPE_CHECKING:
    from autograder.course.model import Assignment, Course

# Nothing heavy is imported before it is needed: `--help` answers at once.
SEEDS = 3


def add(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add the command."""
    command = add_command(commands, "calibrate", calibrate)
    command.add_argument(
        "--assignment", metavar="NAME", help="which assignment, if several train networks"
    )
    command.add_argument(
        "--seeds",
        type=positive,
        default=SEEDS,
        metavar="N",
        help=f"train each network N times (default: {SEEDS})",
    )
    command.add_argument(
        "--jobs",
        type=positive,
        default=1,
        metavar="N",
        help="train N networks at a time (default: 1)",
    )
    add_isolation(command)


def calibrate(arguments: argparse.Namespace) -> int:
    """Measure how often right networks miss the accuracy bar by bad luck; write measured.json."""
    from autograder.verification.measuring import measure  # noqa: PLC0415

    course, tier = load(arguments), tier_of(arguments)
    assignment = _assignment(course, arguments.assignment)
    measured, problems = measure(
        course,
        assignment,
        tier=tier,
        draws=arguments.seeds,
        jobs=arguments.jobs,
        print_line=print_line,
    )
    print_line(measured.worded())
    for problem in problems:
        print_error(here(arguments).complete(problem))
    return FAILED if problems else AT_FAULT if measured.missed() else DONE


def _assignment(course: Course, name: str | None) -> Assignment:
    """The assignment that trains networks. Raises `CommandMisused` unless there is exactly one."""
    from autograder.verification.calibration import trained_task  # noqa: PLC0415

    found = [each for each in chosen_of(course, name) if trained_task(each)]
    if len(found) == 1:
        return found[0]
    if found:
        names = " or ".join(each.name for each in found)
        raise CommandMisused(f"Several assignments train networks; name one: --assignment {names}")
    raise CommandMisused(f"No task of {name or 'this course'} trains a network.")
