"""`autograder pages`: a page for each student, and one of the class for staff."""

from __future__ import annotations

import argparse
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.commands.options import (
    DONE,
    Commands,
    add_command,
    add_gradebook,
    here,
    print_line,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from autograder.commands.open_gradebook import OpenGradebook
    from autograder.course.model import Assignment, Course
    from autograder.results import Report
    from autograder.text.commands import Here

STUDENTS, STAFF = "for-students", "for-staff"
MAX_NAME = 60
# What a page of ours has at its head, and in how many bytes.
GENERATOR, MAX_HEAD = b'<meta name="generator" content="autograder pages">', 1000


def add(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add the command."""
    command = add_command(commands, "pages", pages)
    add_gradebook(command)
    command.add_argument(
        "--out",
        type=Path,
        required=True,
        metavar="FOLDER",
        help=f"where to write: {STUDENTS}/ has a page for each student, {STAFF}/ that of the class",
    )
    command.add_argument(
        "--assignment", metavar="NAME", help="which assignment, if there are several"
    )
    command.add_argument("--student", metavar="ID", help="only this student's page")


def pages(arguments: argparse.Namespace) -> int:
    """Write a page for each student, and one of the class for staff, as HTML files.

    A student's page shows what may be seen by now, by the policy in grading.yml.
    """
    from autograder.commands.open_gradebook import open_gradebook  # noqa: PLC0415

    now = datetime.now(UTC)
    with open_gradebook(arguments) as its:
        assignment = its.assignment(arguments.assignment)
        only = [its.person(arguments.student).id] if arguments.student else None
        folder = arguments.out / STUDENTS / assignment.name
        _make(folder)
        written = students(its, assignment, folder, only, now)
        print_line(
            f"{_count(len(written))} for students: {folder}. Give each student their own, and no "
            "other."
        )
        if only is None:
            _remove_others(folder, written)
            _write_class(its, assignment, arguments.out / STAFF, now, here(arguments))
    return DONE


def students(
    its: OpenGradebook, assignment: Assignment, folder: Path, only: list[str] | None, now: datetime
) -> set[Path]:
    """Write the pages of students, and return their paths; `only` are ids of some."""
    from autograder.pages.of_gradebook import pages_of  # noqa: PLC0415

    written: set[Path] = set()
    taken: set[str] = set()
    # Of everybody, so that a file has the same name however many pages are written.
    names = {person.id: file_name(person.id, taken) for person in its.book.people}
    for student, html in pages_of(
        its.database, its.rows, its.book, assignment, course=its.course.title, only=only, now=now
    ):
        path = folder / f"{names[student]}.html"
        _write(path, html)
        written.add(path)
    return written


def _remove_others(folder: Path, written: set[Path]) -> None:
    """Remove pages that were written before, of students who have none any more."""
    old = [path for path in folder.glob("*.html") if path not in written and _is_ours(path)]
    for path in old:
        path.unlink()
    if old:
        print_line(f"{_count(len(old))} of students who have none any more: removed.")


def _is_ours(path: Path) -> bool:
    with path.open("rb") as file:
        return GENERATOR in file.read(MAX_HEAD)


def _count(pages: int) -> str:
    return f"{pages} page{'s' if pages != 1 else ''}"


def page_writer(course: Course, path: Path | None) -> Callable[[Report], None] | None:
    """Writes the page of one submission's report; None without a path.

    Raises `CommandMisused` if its folder can't be made.
    """
    if path is None:
        return None
    from autograder.files import on_disk  # noqa: PLC0415
    from autograder.pages.of_submission import page  # noqa: PLC0415

    on_disk.require_folder(path.parent)

    def write(report: Report) -> None:
        _write(path, page(report, course, datetime.now(UTC)))
        print_line(f"{path} is written.")

    return write


def file_name(student: str, taken: set[str]) -> str:
    """A student's id as the name of a file, which nothing can lead out of a folder."""
    plain = re.sub(r"[^\w.@+-]+", "_", student).strip(".")[:MAX_NAME] or "student"
    name, number = plain, 2
    while name.casefold() in taken:
        name, number = f"{plain}-{number}", number + 1
    taken.add(name.casefold())
    return name


def _write_class(
    its: OpenGradebook, assignment: Assignment, folder: Path, now: datetime, place: Here
) -> None:
    from autograder.pages.of_class import class_page  # noqa: PLC0415

    _make(folder)
    path = folder / f"{assignment.name}-class.html"
    html = class_page(its.course, its.database, its.rows, its.book, assignment, now=now, here=place)
    _write(path, html)
    print_line(f"{path} is for staff: it names everybody, and quotes hidden checks.")


def _make(folder: Path) -> None:
    """A folder that only its owner can read."""
    from autograder.files import on_disk  # noqa: PLC0415

    on_disk.require_folder(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
    except OSError as error:
        raise on_disk.unwritable(error, folder) from None


def _write(path: Path, html: str) -> None:
    from autograder.files import on_disk  # noqa: PLC0415

    on_disk.replace_private(path, html.encode("utf-8", "replace"))
