"""`autograder name`: begins the sentence for everybody who gives the same wrong answers."""

from __future__ import annotations

import argparse
import keyword
from difflib import get_close_matches
from typing import TYPE_CHECKING

from autograder.commands.options import (
    DONE,
    Commands,
    add_command,
    add_gradebook,
    command_here,
    print_line,
)
from autograder.errors import CommandMisused

if TYPE_CHECKING:
    from autograder.pages.causes import Cause


def add(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add the command."""
    command = add_command(commands, "name", name)
    command.add_argument("group", metavar="GROUP", help="as the page of the class calls it")
    add_gradebook(command)
    command.add_argument(
        "--assignment", metavar="NAME", help="which one, if there are several with grades"
    )
    command.add_argument(
        "--as", dest="named", metavar="NAME", help="what to call the mistake, in snake_case"
    )


def name(arguments: argparse.Namespace) -> int:
    """Begin a known mistake for a group of students who give the same wrong answers.

    Its stub holds the group's calls and one of its codes as comments. Write what it does wrong and
    the sentence; `autograder verify` then says whether it loses points and is named, and
    `autograder regrade` tells it to everybody.
    """
    from autograder.commands.open_gradebook import open_gradebook  # noqa: PLC0415
    from autograder.files import on_disk  # noqa: PLC0415
    from autograder.pages.naming_stub import stub  # noqa: PLC0415
    from autograder.pages.of_class import read_class  # noqa: PLC0415
    from autograder.pages.sources import defines  # noqa: PLC0415

    with open_gradebook(arguments) as its:
        assignment = its.assignment(arguments.assignment)
        found = read_class(its.course, its.database, its.rows, its.book, assignment)
        cause = _chosen(found.causes, arguments.group)
        task = assignment.task(cause.task)
        path = its.course.misconceptions_file(assignment, task)
    if not cause.can_be_named:
        raise CommandMisused(
            f"The answers of {cause.name} are of no single function of {task.file}: look at them "
            "on the page of the class."
        )
    written = (
        path.read_text(encoding="utf-8")
        if path.exists()
        else f'"""Known mistakes of `{task.name}`."""\n'
    )
    called = arguments.named or cause.name.replace("-", "_")
    if not called.isidentifier() or keyword.iskeyword(called) or called.startswith("_"):
        raise CommandMisused(f"{called!r} can't be the name of a function; give another: --as NAME")
    if defines(written, called):
        raise CommandMisused(
            f"{path} has a {called} already. Write that one, or give another name: --as NAME"
        )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        on_disk.replace(path, (written.rstrip() + "\n\n\n" + stub(cause, called)).encode())
    except OSError as error:
        raise on_disk.unwritable(error, path) from None
    students = f"{len(cause.who)} student{'s' if len(cause.who) != 1 else ''}"
    print_line(
        f"{its.course.shown(path)} has a stub {called}. Write what goes wrong, and the sentence "
        f"that students read; then {command_here(arguments, f'verify --task {task.name}')} proves "
        f"that it loses points and is named, and {command_here(arguments, 'regrade')} tells it to "
        f"{students}."
    )
    return DONE


def _chosen(causes: tuple[Cause, ...], group: str) -> Cause:
    """The group of this name. Raises `CommandMisused`."""
    from autograder.pages.causes import Kind  # noqa: PLC0415

    groups = {cause.name: cause for cause in causes if cause.kind is Kind.GROUP}
    if group in groups:
        return groups[group]
    near = get_close_matches(group, groups, n=1)
    known = f"did you mean {near[0]}?" if near else f"there are: {', '.join(groups) or 'none'}."
    raise CommandMisused(f"No group without a known mistake is called {group!r}; {known}")
