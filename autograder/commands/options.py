"""What several commands share: options, exit codes, and how they speak."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.errors import CommandMisused, CourseError, SandboxError
from autograder.sandbox.inside.control import PROCESS, TIERS
from autograder.text.legible import harmless

if TYPE_CHECKING:
    from autograder.course.model import Assignment, Course

DONE, AT_FAULT, FAILED = 0, 1, 2

Commands = argparse._SubParsersAction  # the name that argparse has for it is private
Run = Callable[[argparse.Namespace], int]


def add_command(
    commands: Commands[argparse.ArgumentParser], name: str, run: Run
) -> argparse.ArgumentParser:
    """A command that works on a course; `run`'s docstring says what it does."""
    about = (run.__doc__ or "").split("\n\n")[0]
    command = commands.add_parser(name, help=about, description=about)
    command.add_argument(
        "--course", type=Path, default=Path(), metavar="PATH", help="where grading.yml is"
    )
    command.set_defaults(run=run)
    return command


def add_isolation(command: argparse.ArgumentParser) -> None:
    """The options that say how submissions are kept apart."""
    add_required_isolation(command)
    command.add_argument(
        "--isolation",
        dest="tier",
        choices=TIERS,
        metavar="TIER",
        help="use this tier instead of the strongest",
    )


def add_required_isolation(command: argparse.ArgumentParser) -> None:
    """The option that says with how little isolation nothing is graded."""
    command.add_argument(
        "--require-isolation",
        dest="required_tier",
        choices=TIERS,
        metavar="TIER",
        help=f"refuse to run submissions with less; strongest first: {', '.join(TIERS)}",
    )


def load(arguments: argparse.Namespace) -> Course:
    """The course that was named. Raises `CourseError`."""
    from autograder.course.load import load_course  # noqa: PLC0415

    return load_course(arguments.course)


def chosen_of(course: Course, named: str | None) -> list[Assignment]:
    """The assignment that was named, or all of them. Raises `CommandMisused`."""
    try:
        return [course.assignment(named)] if named else list(course.assignments.values())
    except CourseError as unknown:  # the course is what it is; the name is mistyped
        raise CommandMisused(str(unknown)) from None


def tier_of(arguments: argparse.Namespace) -> str:
    """The tier that was asked for, or the strongest. Raises `SandboxError` if it is too weak."""
    from autograder.sandbox import tiers  # noqa: PLC0415

    tier: str = arguments.tier or tiers.choose(arguments.required_tier)
    if arguments.required_tier and TIERS.index(tier) > TIERS.index(arguments.required_tier):
        raise SandboxError(f"--isolation {tier} is weaker than what --require-isolation asks for.")
    if tier == PROCESS:
        print_error(tiers.WARNING)
    return tier


def warn_of_published_seed(course: Course) -> None:
    """Once a run: whose seed everybody knows can't keep hidden inputs hidden."""
    from autograder.course import fingerprints  # noqa: PLC0415

    if fingerprints.is_published(course):
        print_error(
            "grading.yml has the seed that this kit is published with: everybody can work out the "
            "hidden inputs. Choose your own."
        )


def print_line(sentence: str) -> None:
    """Something for whoever runs the command. It may quote a student: no line is an order."""
    print(harmless(sentence))  # noqa: T201 - this is the command line


def order(line: str) -> None:
    """A line that the system which runs the command is to obey."""
    print(line)  # noqa: T201 - this is the command line


def print_error(sentence: str) -> None:
    """The same about what is amiss."""
    print(harmless(sentence), file=sys.stderr)  # noqa: T201 - this is the command line
