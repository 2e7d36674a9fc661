"""`autograder gradebook show`, `log` and `merge`: what a gradebook holds, as text."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from autograder.commands.open_gradebook import OpenGradebook, open_gradebook
from autograder.commands.options import DONE, command_here, here, print_error, print_line
from autograder.errors import CommandMisused
from autograder.exporters import terminal
from autograder.gradebook import store
from autograder.gradebook.database import opened
from autograder.gradebook.edits import in_force, standing
from autograder.gradebook.grade import Grade, State
from autograder.gradebook.merging import merge as merged
from autograder.gradebook.owners import owned_in
from autograder.gradebook.rows import Edit, EditKind
from autograder.text.commands import Here
from autograder.text.legible import one_line

MAX_NAME = 32


def show(arguments: argparse.Namespace) -> int:
    """Print the grades of the class, or all steps to those of one student."""
    with open_gradebook(arguments) as its:
        names = list(its.course.assignments)
        if arguments.assignment:
            names = [its.assignment(arguments.assignment).name]
        if arguments.student:
            person = its.person(arguments.student)
            for grade in its.book.of(person.id):
                if grade.assignment in names:
                    _print_all(arguments, _steps(its, grade))
            return DONE
        for name in names:
            grades = its.book.in_assignment(name)
            if arguments.assignment or any(g.state is not State.NOTHING for g in grades):
                _print_all(arguments, _class(name, grades))
        if not its.rows.attempts and not arguments.assignment:
            print_line(
                f"Nobody in {arguments.gradebook} has handed in anything yet. "
                f"{command_here(arguments, 'grade DOWNLOAD')} adds what a class has handed in."
            )
        problems = (one_line(problem, limit=600) for problem in its.book.problems)
        _print_all(arguments, (f"! {problem}" for problem in problems))
    return DONE


def _class(name: str, grades: list[Grade]) -> Iterator[str]:
    done = sum(grade.state is State.GRADED for grade in grades)
    yield f"{name}: {len(grades)} students, {done} with a grade"
    for number, grade in enumerate(grades, start=1):
        who = one_line(grade.student.shown, limit=MAX_NAME)
        yield f"{number:>4} {who:<{MAX_NAME + 2}} {_number(grade):>14}  {_note(grade)}".rstrip()
    yield ""


def _number(grade: Grade) -> str:
    shown = grade.known
    return "–" if shown is None else f"{shown:.6g} of {grade.out_of:g}"


def _note(grade: Grade) -> str:
    if grade.is_locked:
        return "locked"
    if grade.state is State.GRADED:
        return ""
    return f"{grade.state}: {'; '.join(grade.waits_for)}" if grade.waits_for else str(grade.state)


def _steps(its: OpenGradebook, grade: Grade) -> Iterator[str]:
    """Every step from the checks to the number."""
    yield f"{one_line(grade.student.shown)}, {grade.assignment}: {_number(grade)}  {_note(grade)}"
    if grade.grading is not None:
        report = store.report_of(its.database, grade.grading.key)
        yield from (f"    {line}".rstrip() for line in terminal.plain(report).splitlines())
        made = grade.grading
        yield (
            f"    graded {made.at[:19]} UTC by {made.author}: checks {made.checks}, seed "
            f"{made.seed}, {made.device}, isolation {made.tier}, {made.seconds:.1f} s"
        )
    for step in grade.steps:
        points = "" if step.points is None else f"{step.points:.6g}"
        yield f"  {points:>8}  {one_line(step.words, limit=300)}"
    if not grade.steps and str(grade.state) not in _note(grade):
        yield f"            {grade.state}"
    yield ""


def log(arguments: argparse.Namespace) -> int:
    """Print what happened, in the order of time."""
    with open_gradebook(arguments) as its:
        student = its.person(arguments.student).id if arguments.student else ""
        lines = sorted(_log(its, student))
        _print_all(arguments, (f"{at[:19]}  {one_line(words, limit=400)}" for at, words in lines))
    return DONE


def _log(its: OpenGradebook, student: str) -> Iterator[tuple[str, str]]:
    """Time and words of each row. Attempts and gradings only of one student: they are many."""
    stands = {edit.key for edit in standing(its.rows.edits)}
    for edit in its.rows.edits:
        if not student or edit.student == student:
            undo = edit.kind is EditKind.UNDO
            gone = "" if undo or edit.key in stands else " (taken back)"
            yield edit.at, f"{edit.key[:8]} {_about(edit)}{gone}"
    if not student:
        for row in its.rows.rosters:
            yield row.at, f"roster of {len(row.people)} students, by {row.author}"
        for run in its.rows.runs:
            part = f", shard {run.shard} of {run.shards}" if run.shards > 1 else ""
            yield (
                run.at,
                f"{run.assignment}: {run.submissions} submissions were read{part}, by {run.author}",
            )
        for assignment in its.course.assignments:
            count = sum(g.assignment == assignment for g in its.rows.gradings)
            if count:
                last = max(g.at for g in its.rows.gradings if g.assignment == assignment)
                yield last, f"{assignment}: {count} gradings up to here"
        return
    own = _attempts_of(its, student)
    names = {attempt: name for attempt, name, _ in own}
    accepted = in_force(its.rows.edits).accepted
    yield from ((at, f"handed in: {name}") for _, name, at in own)
    for grading in its.rows.gradings:
        if grading.attempt in names:
            score = sum(each[1] or 0.0 for each in grading.outcome.tasks)
            words = f"refused: {grading.outcome.refused}" if grading.outcome.refused else ""
            waits = grading.awaits and grading.key not in accepted
            state = ", waits to be accepted" if waits else ""
            yield (
                grading.at,
                f"graded {names[grading.attempt]}: {words or f'{score:.6g} points by checks'} "
                f"(checks {grading.checks}{state})",
            )


def _attempts_of(its: OpenGradebook, student: str) -> list[tuple[str, str, str]]:
    those = owned_in(its.rows).of(student)
    return [(c.attempt.attempt, c.attempt.name, c.attempt.at) for c in those]


def _about(edit: Edit) -> str:
    place = " ".join(part for part in (edit.student, edit.assignment) if part)
    return f"{edit.kind} {place} {edit.value}, by {edit.author}: {edit.reason}"


def merge(arguments: argparse.Namespace) -> int:
    """Add the rows of the parts."""
    missing = [str(part) for part in arguments.part if not part.exists()]
    if missing:
        raise CommandMisused(f"There is no gradebook {', '.join(missing)}. Nothing was merged.")
    with opened(arguments.whole, make=True) as whole:
        for part in merged(whole, arguments.part):
            print_line(f"{part.part}: {part.new} rows are new, {part.known} were there.")
        rows = store.read(whole)
        print_line(
            f"{arguments.whole} holds {len({a.attempt for a in rows.attempts})} submissions and "
            f"{len(rows.gradings)} gradings."
        )
        if not rows.rosters:
            grade = Here(gradebook=arguments.whole).command("grade DOWNLOAD --roster ROSTER")
            print_error(f"It has no roster: {grade} adds one.")
    return DONE


def _print_all(arguments: argparse.Namespace, lines: Iterator[str]) -> None:
    for line in lines:
        print_line(here(arguments).complete(line))
