"""`autograder gradebook export --format dolos`: the class's files of one task, for similarity."""

from __future__ import annotations

import argparse

from autograder.commands.open_gradebook import OpenGradebook
from autograder.commands.options import DONE, print_line
from autograder.course.model import Assignment
from autograder.errors import CommandMisused
from autograder.files import on_disk
from autograder.gradebook import store
from autograder.gradebook.grade import Grade
from autograder.grading.recording import opened
from autograder.lms.dolos import Source, zip_of


def export_dolos(arguments: argparse.Namespace, its: OpenGradebook, assignment: Assignment) -> int:
    """Write the zip if a place is named; else say what would be in it."""
    tasks = {task.name: task for task in assignment.tasks}
    if arguments.task not in tasks:
        raise CommandMisused(f"--format dolos needs --task, one of: {', '.join(tasks)}.")
    file = tasks[arguments.task].file
    sources, without = [], 0
    for grade in its.book.in_assignment(assignment.name):
        data = _file(its, grade, file)
        if data is not None and grade.attempt is not None:
            sources.append(Source(grade.student, grade.attempt.submitted, data))
        elif grade.grading is not None:
            without += 1
    print_line(f"{len(sources)} students with a {file}.")
    if without:
        print_line(
            f"{without} who handed something in are left out: no {file} is kept of them, or their "
            "submission was too large to be recorded."
        )
    if arguments.to is None:
        print_line("Nothing is written: --to FILE does that.")
        return DONE
    given = (its.course.template_folder(assignment) / file).read_bytes()
    on_disk.require_folder(arguments.to.parent)
    on_disk.replace_private(arguments.to, zip_of(file, sources, given))
    print_line(
        f"{arguments.to} is written. What Dolos finds is a place to look: it proves nothing."
    )
    return DONE


def _file(its: OpenGradebook, grade: Grade, file: str) -> bytes | None:
    if grade.grading is None:
        return None
    recording = opened(store.recording_of(its.database, grade.grading.key))
    return None if recording is None or recording.files is None else recording.files.get(file)
