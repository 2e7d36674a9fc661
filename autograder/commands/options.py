"""What several commands share: options, exit codes, and printing."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.errors import CommandMisused, CourseError, SandboxError
from autograder.sandbox.inside.control import PROCESS, TIERS
from autograder.text.commands import USUAL_GRADEBOOK, Here
from autograder.text.legible import harmless

if TYPE_CHECKING:
    from autograder.course.model import Assignment, Course, Task

DONE, AT_FAULT, FAILED = 0, 1, 2

Commands = argparse._SubParsersAction  # the name that argparse has for it is private
Run = Callable[[argparse.Namespace], int]


def add_command(
    commands: Commands[argparse.ArgumentParser], name: str, run: Run
) -> argparse.ArgumentParser:
    """Add a command that works on a course. The docstring of `run` is its help."""
    about = (run.__doc__ or "").split("\n\n")[0]
    command = commands.add_parser(name, help=about, description=about)
    command.add_argument(
        "--course",
        type=Path,
        default=Path(),
        metavar="PATH",
        help="the folder of grading.yml (default: here)",
    )
    command.set_defaults(run=run)
    return command


def add_jobs(command: argparse.ArgumentParser, verb: str) -> None:
    """Add the option of how many submissions are done at a time; `verb` is what is done."""
    command.add_argument(
        "--jobs",
        type=positive,
        metavar="N",
        help=f"{verb} N submissions at a time (default: one for each processor)",
    )


def add_gradebook(command: argparse.ArgumentParser) -> None:
    """Add the option of the gradebook that the command reads."""
    command.add_argument(
        "--gradebook",
        type=Path,
        default=USUAL_GRADEBOOK,
        metavar="FILE",
        help=f"the gradebook (default: {USUAL_GRADEBOOK})",
    )


def add_isolation(command: argparse.ArgumentParser) -> None:
    """Add the options of isolation."""
    add_required_isolation(command)
    command.add_argument(
        "--isolation",
        dest="tier",
        choices=TIERS,
        metavar="TIER",
        help=f"use this isolation tier instead of the strongest: {', '.join(TIERS)}",
    )


def add_required_isolation(command: argparse.ArgumentParser) -> None:
    """Add the option of the least isolation tier that is accepted."""
    command.add_argument(
        "--require-isolation",
        dest="required_tier",
        choices=TIERS,
        metavar="TIER",
        help=f"grade nothing with a weaker isolation tier; strongest first: {', '.join(TIERS)}",
    )


def load(arguments: argparse.Namespace) -> Course:
    """The course that was named. Raises `CourseError`."""
    from autograder.course.load import load_course  # noqa: PLC0415

    return load_course(arguments.course)


def chosen_of(course: Course, named: str | None) -> list[Assignment]:
    """The assignment that was named, or all of them. Raises `CommandMisused`."""
    try:
        return [course.assignment(named)] if named else list(course.assignments.values())
    except CourseError as unknown:  # the course is right; the name is mistyped
        raise CommandMisused(str(unknown)) from None


def task_of(assignment: Assignment, named: str) -> Task:
    """The task that was named. Raises `CommandMisused`."""
    try:
        return assignment.task(named)
    except CourseError as unknown:
        raise CommandMisused(str(unknown)) from None


def author_of(arguments: argparse.Namespace) -> str:
    """Who is said to do it: who is named, or who has logged in here."""
    author: str = arguments.by or getpass.getuser()
    return author


def tier_of(arguments: argparse.Namespace) -> str:
    """The tier that was asked for, or the strongest. Raises `SandboxError` if it is too weak."""
    from autograder.sandbox import tiers  # noqa: PLC0415

    tier: str = arguments.tier or tiers.choose(arguments.required_tier)
    tiers.require_open(tier)
    if arguments.required_tier and TIERS.index(tier) > TIERS.index(arguments.required_tier):
        raise SandboxError(f"--isolation {tier} is weaker than what --require-isolation asks for.")
    if tier == PROCESS:
        print_error(tiers.WARNING)
    return tier


def warn_of_published_seed(course: Course) -> None:
    """Warn, once a run, of the seed that everybody knows: it can't keep hidden inputs hidden."""
    from autograder.course import fingerprints  # noqa: PLC0415

    if fingerprints.is_published(course):
        print_error(
            "grading.yml has the seed that this kit is published with: everybody can work out the "
            "hidden inputs. Choose your own."
        )


def command_here(arguments: argparse.Namespace, command: str) -> str:
    """A command to be copied from what is printed: with the course and the gradebook of this one,
    where they are not those that it finds by itself.
    """
    return here(arguments).command(command)


def here(arguments: argparse.Namespace) -> Here:
    """What commands have to name that are run where this one is."""
    course = getattr(arguments, "course", None) or Path()
    return Here(course, getattr(arguments, "gradebook", None))


def print_line(sentence: str) -> None:
    """Print a sentence. It may quote a student, so none of its lines is a command to a runner."""
    print(harmless(sentence))  # noqa: T201 - this is the command line


def order(line: str) -> None:
    """Print a command to the system that runs us, such as GitHub's runner."""
    print(line)  # noqa: T201 - this is the command line


def print_error(sentence: str) -> None:
    """Print a sentence about a problem, likewise, on standard error."""
    print(harmless(sentence), file=sys.stderr)  # noqa: T201 - this is the command line


def positive(text: str) -> int:
    """A whole number from 1, as `type` of an option."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} should be a number, 1 or more")
    return int(text)
