"""`autograder gradebook export`: first what the LMS will do, then the file that does that."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import UTC, datetime

from autograder.commands.gradebook_dolos import export_dolos
from autograder.commands.open_gradebook import OpenGradebook, open_gradebook
from autograder.commands.options import DONE, command_here, here, print_line
from autograder.course.model import Assignment
from autograder.errors import CommandMisused
from autograder.files import on_disk
from autograder.gradebook import store
from autograder.gradebook.grade import Grade
from autograder.gradebook.owners import owned_in
from autograder.lms import canvas, feedback, moodle, plain
from autograder.lms.plan import Chosen, Plan, choose
from autograder.results import Report

FROM_THE_LMS = ("canvas", "moodle")


def export(arguments: argparse.Namespace) -> int:
    """Show what the file will do, and write it if a place is named."""
    _check(arguments)
    with open_gradebook(arguments) as its:
        assignment = its.assignment(arguments.assignment)
        if arguments.format == "dolos":
            return export_dolos(arguments, its, assignment)
        only = [part for part in (arguments.only or "").split(",") if part.strip()]
        chosen = choose(
            its.book.in_assignment(assignment.name),
            only=[its.person(part.strip()).id for part in only],
            section=arguments.section or "",
            so_far=arguments.so_far,
        )
        if arguments.section and not chosen.grades:
            known = ", ".join(sorted({p.section for p in its.book.people if p.section}))
            raise CommandMisused(
                f"Nobody is in section {arguments.section!r}; there are: {known or 'none'}."
            )
        reads = _reader(its, chosen)
        made = _plan(arguments, its, assignment, chosen, reads)
        for sentence in made.sentences():
            print_line(here(arguments).complete(sentence))
        strays = [s for s in its.book.strays if s.attempt.assignment == assignment.name]
        if strays:
            print_line(
                f"! {len(strays)} submissions are nobody's, and in no file: "
                f"{command_here(arguments, 'gradebook show')} lists them."
            )
        if arguments.to is None:
            print_line("Nothing is written: --to FILE does that.")
            return DONE
        on_disk.require_folder(arguments.to.parent)
        on_disk.replace_private(arguments.to, made.data)
        print_line(f"{arguments.to} is written.")
        if arguments.feedback:
            pages = _pages(its, assignment, made, reads)
            on_disk.require_folder(arguments.feedback.parent)
            on_disk.replace_private(arguments.feedback, feedback.zip_of(pages))
            print_line(f"{arguments.feedback} is written, with {len(pages)} pages.")
    return DONE


def _check(arguments: argparse.Namespace) -> None:
    if arguments.format in FROM_THE_LMS and arguments.sheet is None:
        what = {
            "canvas": "the gradebook that Canvas exports (Grades, Export)",
            "moodle": "the grading worksheet of the assignment in Moodle",
        }[arguments.format]
        raise CommandMisused(f"--format {arguments.format} needs --sheet: {what}.")
    if arguments.format not in FROM_THE_LMS and arguments.sheet is not None:
        raise CommandMisused(f"--format {arguments.format} is written anew, without --sheet.")
    if arguments.feedback and (arguments.format != "moodle" or arguments.to is None):
        raise CommandMisused("--feedback goes with --format moodle and --to.")
    for place in (arguments.to, arguments.feedback):
        if place and arguments.sheet and place.exists() and place.samefile(arguments.sheet):
            raise CommandMisused(f"{place} is the file of the LMS; name another one to write.")
        if place and place.is_dir():
            raise CommandMisused(f"{place} is a folder. Name a file in it.")


Reads = Callable[[str], tuple[Grade, Report | None, float]]


def _reader(its: OpenGradebook, chosen: Chosen) -> Reads:
    """Student's id → grade, report and points; reports are read one by one."""
    grades = {grade.student.id: grade for grade in chosen.grades}

    def reads(student: str) -> tuple[Grade, Report | None, float]:
        grade = grades[student]
        report = store.report_of(its.database, grade.grading.key) if grade.grading else None
        return grade, report, chosen.points[student]

    return reads


def _plan(
    arguments: argparse.Namespace,
    its: OpenGradebook,
    assignment: Assignment,
    chosen: Chosen,
    reads: Reads,
) -> Plan:
    participants = _participants(its, assignment, arguments.format)
    if arguments.format == "canvas":
        return canvas.plan(
            arguments.sheet,
            its.book.people,
            assignment,
            chosen,
            participants=participants,
            column=arguments.column or "",
        )
    if arguments.format == "moodle":
        return moodle.plan(
            arguments.sheet,
            its.book.people,
            chosen,
            participants=participants,
            feedback=lambda student: feedback.short(*reads(student)),
        )
    if arguments.format == "gradescope":
        return plain.gradescope(chosen)
    return plain.csv(chosen, lambda student: feedback.short(*reads(student)))


def _participants(its: OpenGradebook, assignment: Assignment, source: str) -> dict[str, str]:
    """The platform's numbers → students' ids, as far as downloads from there told them."""
    found: dict[str, str] = {}
    for (student, name), candidates in owned_in(its.rows).candidates.items():
        for candidate in candidates:
            is_theirs = name == assignment.name and candidate.attempt.source == source
            if is_theirs and candidate.claim.number:
                found[candidate.claim.number] = student
    return found


def _pages(its: OpenGradebook, assignment: Assignment, made: Plan, reads: Reads) -> dict[str, str]:
    """A file in each student's folder of the worksheet: their page, or why there is a number."""
    from autograder.pages.of_gradebook import pages_of  # noqa: PLC0415 - it loads templates

    ids = {line.student.id for line in made.lines}
    html = dict(
        pages_of(
            its.database,
            its.rows,
            its.book,
            assignment,
            course=its.course.title,
            now=datetime.now(UTC),
            only=ids,
        )
    )
    pages = {}
    for student in ids:
        folder = made.folders[student]
        if student in html:
            pages[f"{folder}/feedback.html"] = html[student]
        else:
            pages[f"{folder}/feedback.md"] = feedback.page(*reads(student))
    return pages
