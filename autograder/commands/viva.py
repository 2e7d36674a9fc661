"""`autograder viva`: questions about a student's own code, for a talk of two minutes."""

from __future__ import annotations

import argparse
from pathlib import Path

from autograder.commands.options import (
    DONE,
    Commands,
    add_command,
    add_isolation,
    chosen_of,
    load,
    print_line,
    task_of,
    tier_of,
)
from autograder.errors import CommandMisused, SubmissionRefused
from autograder.results import Report
from autograder.text.legible import quoted

# Nothing heavy is imported before it is needed: `--help` answers at once.


def add(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add the command."""
    command = add_command(commands, "viva", viva)
    command.add_argument("submission", type=Path, help="a folder, zip or notebook")
    command.add_argument("--assignment", metavar="NAME", help="what it was handed in for")
    command.add_argument("--task", metavar="TASK", action="append", help="only about this task")
    command.add_argument(
        "--draw", type=int, default=0, metavar="N", help="other questions for each other number"
    )
    command.add_argument(
        "--page", type=Path, metavar="FILE", help="write the questions to FILE as a page, too"
    )
    command.add_argument(
        "--report",
        type=Path,
        metavar="FILE",
        help="reports of `grade --json`: asks about the kernels of a trained network, too",
    )
    add_isolation(command)


def viva(arguments: argparse.Namespace) -> int:
    """Ask a student about their own code: five questions, with the answers it gives.

    The code runs in the sandbox. The questions hold nothing of the hidden checks.
    """
    from autograder.files import on_disk  # noqa: PLC0415
    from autograder.submission import intake, sorting  # noqa: PLC0415
    from autograder.template.stubs import as_given  # noqa: PLC0415
    from autograder.viva import shown  # noqa: PLC0415 - imports torch
    from autograder.viva.asking import questions_about  # noqa: PLC0415

    course, path = load(arguments), arguments.submission
    if arguments.draw < 0:
        raise CommandMisused("--draw is a number from 0.")
    chosen_of(course, arguments.assignment)
    sorted_ = sorting.by_assignment(course, arguments.assignment, [str(path)])
    if str(path) in sorted_.refused:
        raise CommandMisused(f"{quoted(str(path))}: {sorted_.refused[str(path)]}")
    [name] = sorted_.groups
    assignment = course.assignment(name)
    tasks = tuple(arguments.task or ())
    for task in tasks:
        task_of(assignment, task)
    try:
        submission = intake.read(path, as_given(course, assignment), course.intake)
    except SubmissionRefused as refused:
        raise CommandMisused(f"{quoted(str(path))}: {refused}") from None
    questions = questions_about(
        course,
        assignment,
        submission,
        tier=tier_of(arguments),
        tasks=tasks,
        draw=arguments.draw,
        report=_report(arguments, assignment.name),
    )
    if not questions:
        raise CommandMisused(
            f"Nothing can be asked about {quoted(str(path))}: "
            "its code answers no call with numbers, and builds no network that gives a tensor."
        )
    print_line(shown.as_text(questions))
    if arguments.page:
        title = f"{path.name}, {assignment.title}"
        on_disk.replace_private(arguments.page, shown.as_page(questions, title).encode())
        print_line(f"{arguments.page} is written.")
    return DONE


def _report(arguments: argparse.Namespace, assignment: str) -> Report | None:
    """The submission's report in the file that was named, if one was."""
    if arguments.report is None:
        return None
    from autograder.commands.reports_file import read  # noqa: PLC0415

    for report in read(arguments.report):
        is_its = Path(report.submission).name == arguments.submission.name
        if is_its and report.assignment == assignment:
            return report
    raise CommandMisused(f"{arguments.report} holds no report of {arguments.submission.name}.")
