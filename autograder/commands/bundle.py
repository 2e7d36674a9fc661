"""`autograder bundle`: a zip for students, and one for otter and Gradescope."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.commands.options import (
    AT_FAULT,
    DONE,
    Commands,
    add_command,
    add_required_isolation,
    chosen_of,
    load,
    print_error,
    print_line,
    warn_of_published_seed,
)
from autograder.files.on_disk import require_folder, write_below

if TYPE_CHECKING:
    from autograder.course.model import Assignment, Course

# Nothing heavy is imported before it is needed: `--help` answers at once.


def add(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add the command."""
    command = add_command(commands, "bundle", bundle)
    command.add_argument(
        "--assignment", metavar="NAME", help="only this assignment, instead of all"
    )
    command.add_argument(
        "--to",
        type=Path,
        default=Path("dist"),
        metavar="FOLDER",
        help="write the zips to FOLDER (default: dist)",
    )
    command.add_argument(
        "--plain-otter",
        action="store_true",
        help="also write a folder for `otter assign`: no engine, and no sandbox",
    )
    add_required_isolation(command)


def bundle(arguments: argparse.Namespace) -> int:
    """Pack a zip that students start from, and a zip with which otter and Gradescope grade."""
    from autograder.bundling import contents, otter_zip, zips  # noqa: PLC0415
    from autograder.verification import leaks  # noqa: PLC0415

    course = load(arguments)
    warn_of_published_seed(course)
    require_folder(arguments.to)
    for assignment in chosen_of(course, arguments.assignment):
        students = contents.student_files(course, assignment)
        graders = otter_zip.build(course, assignment, tier=arguments.required_tier)
        found = [
            *leaks.for_students(course, students),
            *leaks.of_others(course, assignment, graders),
        ]
        if found:
            print_error(f"{assignment.name} is not packed: a secret would be in it.")
            print_error("\n".join(found))
            return AT_FAULT
        for kind, files in (("students", students), ("autograder", graders)):
            path = arguments.to / f"{assignment.name}-{kind}.zip"
            zips.write(path, files)
            print_line(f"{path}: {len(files)} files, {path.stat().st_size / 1e6:.1f} MB.")
        if arguments.plain_otter:
            _write_plain(course, assignment, arguments.to / f"{assignment.name}-plain-otter")
    return DONE


def _write_plain(course: Course, assignment: Assignment, folder: Path) -> None:
    from autograder.bundling import plain_otter  # noqa: PLC0415

    write_below(folder, plain_otter.contents(course, assignment))
    print_line(f"{folder}: run `otter assign {assignment.name}.ipynb out` there.")
    print_error(plain_otter.WARNING)
