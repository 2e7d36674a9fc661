"""`autograder new`: a course or an assignment to start from, for which `verify` holds."""

from __future__ import annotations

import argparse
from pathlib import Path

from autograder.commands.options import DONE, Commands, add_command, print_line
from autograder.text.commands import Here

# Nothing heavy is imported before it is needed: `--help` answers at once.


def add(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add the command."""
    command = add_command(commands, "new", new)
    command.add_argument("kind", choices=("course", "assignment"), help="what to write")
    command.add_argument("name", help="the new folder of a course, or the name of an assignment")


def new(arguments: argparse.Namespace) -> int:
    """Write a course to start from, or add an assignment to the course in --course.

    What is written shows every part once, and `autograder verify` holds for it.
    """
    from autograder.skeleton.new import first_of, new_assignment, new_course  # noqa: PLC0415

    if arguments.kind == "course":
        folder = Path(arguments.name)
        course = new_course(folder)
        name, there = first_of(course).name, Here(folder)
        print_line(f"{folder} is written, with the assignment {name} and a seed of its own.")
    else:
        course = new_assignment(arguments.course, arguments.name)
        name = arguments.name
        there = Here(arguments.course)
        print_line(
            f"assignments/{name}, solutions/{name} and its section in grading.yml are written."
        )
    print_line(f"Next: {there.line(f'verify --assignment {name}')}")
    return DONE
