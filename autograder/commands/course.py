"""`autograder template`, `lesson` and `verify`: what staff do with a course."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from autograder.commands.options import (
    AT_FAULT,
    DONE,
    Commands,
    add_command,
    add_isolation,
    chosen_of,
    command_here,
    here,
    load,
    print_error,
    print_line,
    tier_of,
)
from autograder.errors import CommandMisused

if TYPE_CHECKING:
    from autograder.course.model import Assignment

# Nothing heavy is imported before it is needed: `--help` answers at once.


def add(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add the commands."""
    command = add_command(commands, "template", template)
    command.add_argument(
        "--check", action="store_true", help="write nothing; end with exit code 1 if it differs"
    )

    command = add_command(commands, "lesson", lesson)
    command.set_defaults(check=False)

    command = add_command(commands, "verify", verify)
    command.add_argument(
        "--matrix",
        action="store_true",
        help="show which check fails for which known mistake, not only for how many, and which "
        "known mistakes a hypothesis says as well",
    )
    command.add_argument(
        "--explain",
        metavar="MISTAKE",
        help="only show the smallest call on which this known mistake differs from the solution",
    )
    command.add_argument("--assignment", metavar="NAME", help="only this assignment")
    command.add_argument("--task", metavar="NAME", help="only this task: much faster")
    add_isolation(command)


def template(arguments: argparse.Namespace) -> int:
    """Write student_template/ from solutions/, or say where it differs."""
    from autograder.template import build  # noqa: PLC0415

    course = load(arguments)
    differences: list[str] = []
    for assignment in course.assignments.values():
        if arguments.check:
            differences += build.differences(course, assignment)
        else:
            build.write(course, assignment)
            print_line(f"{course.shown(course.template_folder(assignment))} is written.")
    for difference in differences:
        print_error(difference)
    if differences:
        print_error(f"Run {command_here(arguments, 'template')} to write it anew.")
    return AT_FAULT if differences else DONE


def lesson(arguments: argparse.Namespace) -> int:
    """Run the lessons and keep the pictures that they draw, then write student_template/."""
    from autograder.template import lesson_pictures  # noqa: PLC0415

    course = load(arguments)
    for assignment in course.assignments.values():
        if course.lesson_file(assignment).is_file():
            drawn = lesson_pictures.draw(course, assignment)
            print_line(f"{assignment.name}: {drawn} pictures are drawn.")
    return template(arguments)


def verify(arguments: argparse.Namespace) -> int:
    """Prove the course: solutions earn full marks, known mistakes are caught and named."""
    if arguments.explain:
        return _explain(arguments)
    from autograder.verification.trained_here import trained_here  # noqa: PLC0415
    from autograder.verification.verify import verify_course  # noqa: PLC0415

    with trained_here(load(arguments)) as course:
        holds = verify_course(
            course,
            tier=tier_of(arguments),
            with_matrix=arguments.matrix,
            assignments=_with_task(chosen_of(course, arguments.assignment), arguments.task),
            task=arguments.task or "",
            here=here(arguments),
        )
    return DONE if holds else AT_FAULT


def _with_task(assignments: list[Assignment], task: str | None) -> list[Assignment]:
    """The assignments that have the task, or that have checks. Raises `CommandMisused` if none."""
    names = {each.name for assignment in assignments for each in assignment.checked_tasks()}
    if task and task not in names:
        raise CommandMisused(f"No task {task!r} has checks; there are: {', '.join(sorted(names))}.")
    wanted = {task} if task else names
    return [each for each in assignments if wanted & {t.name for t in each.checked_tasks()}]


def _explain(arguments: argparse.Namespace) -> int:
    """Show the smallest call of a hidden check on which a mistake differs: for staff only."""
    from autograder.verification.equivalent_misconceptions import explain  # noqa: PLC0415

    course = load(arguments)
    for assignment in course.assignments.values():
        if call := explain(course, assignment, arguments.explain):
            print_line("\n".join(call.lines()))
            return DONE
    raise CommandMisused(
        f"No call of a hidden check shows {arguments.explain!r}: none has that name, or "
        "no check can tell it from the solution by one call."
    )
