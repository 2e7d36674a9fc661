"""`autograder gradebook set, lock, unlock, match, choose, time, extend, undo`: what persons decide.

Each decision is a row of its own, with author and reason. Nothing is overwritten.
"""

from __future__ import annotations

import argparse
import math
from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec

from autograder.commands.deciding import add, edit_of, print_grade, refuse_locked
from autograder.commands.open_gradebook import OpenGradebook, open_gradebook
from autograder.commands.options import DONE, command_here, print_line, task_of
from autograder.course.model import Assignment
from autograder.course.policy_entry import SPAN
from autograder.downloads.people import Person
from autograder.errors import CommandMisused
from autograder.gradebook.edits import Locked, SetPoints, standing
from autograder.gradebook.owners import owned_in
from autograder.gradebook.rows import Attempt, EditKind, as_text
from autograder.text.legible import one_line, quoted


def set_points(arguments: argparse.Namespace) -> int:
    """Set points of a task, or of the whole assignment."""
    with open_gradebook(arguments) as its:
        person, assignment = its.person(arguments.student), its.assignment(arguments.assignment)
        refuse_locked(its, person, assignment)
        points = arguments.points
        most, what = its.book.grades[person.id, assignment.name].out_of, assignment.name
        if arguments.task:
            task = task_of(assignment, arguments.task)
            most, what = task.points, task.name
        if not math.isfinite(points) or points < 0:
            raise CommandMisused(f"{points:g} are no points; give a number, 0 or more.")
        if points > most and not arguments.beyond:
            raise CommandMisused(
                f"{what} is worth {most:g} points, and {points:g} is more. "
                "If that is meant, add --beyond."
            )
        value = msgspec.json.encode(SetPoints(arguments.task or "", points)).decode()
        add(its, [edit_of(arguments, EditKind.POINTS, value, person.id, assignment.name)])
        print_grade(arguments, its, person, assignment)
    return DONE


def lock(arguments: argparse.Namespace) -> int:
    """Keep grades as they are."""
    with open_gradebook(arguments) as its:
        assignment = its.assignment(arguments.assignment)
        edits, open_ = [], []
        for person in _people(its, arguments):
            grade = its.book.grades[person.id, assignment.name]
            if grade.points is None:
                open_.append(person.shown)
            elif not grade.is_locked:
                value = msgspec.json.encode(Locked(grade.points, grade.out_of)).decode()
                edits.append(edit_of(arguments, EditKind.LOCK, value, person.id, assignment.name))
        add(its, edits)
        print_line(f"{assignment.name}: {len(edits)} grades are locked now.")
        if open_:
            names = "; ".join(one_line(name, limit=80) for name in open_[:10])
            more = f"; and {len(open_) - 10} more" if len(open_) > 10 else ""
            print_line(f"Without a grade that could be locked ({len(open_)}): {names}{more}")
    return DONE


def unlock(arguments: argparse.Namespace) -> int:
    """Take locks back."""
    with open_gradebook(arguments) as its:
        assignment = its.assignment(arguments.assignment)
        ids = {person.id for person in _people(its, arguments)}
        edits = [
            edit_of(arguments, EditKind.UNDO, each.key, each.student, assignment.name)
            for each in standing(its.rows.edits)
            if each.kind is EditKind.LOCK
            and each.student in ids
            and each.assignment == assignment.name
        ]
        add(its, edits)
        print_line(f"{assignment.name}: {len(edits)} locks are taken back.")
    return DONE


def match(arguments: argparse.Namespace) -> int:
    """Say whose a submission is: also of all others that claim to be from the same person."""
    with open_gradebook(arguments) as its:
        person = its.person(arguments.student)
        strays = [s for s in its.book.strays if _is_called(s.attempt, arguments.submission)]
        claims = dict.fromkeys(stray.claim for stray in strays)
        if not claims:
            others = [a for a in its.rows.attempts if _is_called(a, arguments.submission)]
            claims = dict.fromkeys(c for a in others if len(a.claims) == 1 for c in a.claims)
        if not claims:
            names = ", ".join(dict.fromkeys(quoted(s.attempt.name) for s in its.book.strays[:8]))
            raise CommandMisused(
                f"No submission is called {quoted(arguments.submission)}. "
                f"Those without a student are: {names or 'none'}."
            )
        if len(claims) > 1:
            raise CommandMisused(
                f"{quoted(arguments.submission)} is from a group of whom several are not known. "
                "Correct the roster instead."
            )
        value = msgspec.json.encode(next(iter(claims)), order="deterministic").decode()
        add(its, [edit_of(arguments, EditKind.MATCH, value, person.id, "")])
        name = quoted(arguments.submission)
        print_line(f"{name} is from {one_line(person.shown)} from now on.")
    return DONE


def choose(arguments: argparse.Namespace) -> int:
    """Say which of a student's submissions counts."""
    with open_gradebook(arguments) as its:
        person, assignment = its.person(arguments.student), its.assignment(arguments.assignment)
        attempts = _attempts(its, person, assignment)
        found = [each for each in attempts if _is_called(each, arguments.submission)]
        found += [each for each in attempts if each.attempt.startswith(arguments.submission)]
        if len({each.attempt for each in found}) != 1:
            names = ", ".join(f"{quoted(each.name)} ({each.attempt[:8]})" for each in attempts)
            raise CommandMisused(
                f"{person.shown} has handed in: {names or 'nothing'}. Name one of these, "
                "or the signs in brackets where names are equal."
            )
        value = found[0].attempt
        add(its, [edit_of(arguments, EditKind.CHOOSE, value, person.id, assignment.name)])
        print_grade(arguments, its, person, assignment)
    return DONE


def set_time(arguments: argparse.Namespace) -> int:
    """Say when a student's submission was handed in."""
    with open_gradebook(arguments) as its:
        person, assignment = its.person(arguments.student), its.assignment(arguments.assignment)
        refuse_locked(its, person, assignment)
        value = as_text(_moment(arguments.moment, assignment))
        add(its, [edit_of(arguments, EditKind.TIME, value, person.id, assignment.name)])
        print_grade(arguments, its, person, assignment)
    return DONE


def extend(arguments: argparse.Namespace) -> int:
    """Let students hand in later than others."""
    with open_gradebook(arguments) as its:
        assignment = its.assignment(arguments.assignment)
        people = [its.person(each) for each in arguments.student]
        deadline, value = assignment.policy.deadline, arguments.until
        if deadline is None:
            raise CommandMisused(
                f"{assignment.name} has no deadline; `deadline` in its policy in grading.yml gives "
                "it one."
            )
        if not SPAN.fullmatch(value):
            value = as_text(_moment(value, assignment))
        until = assignment.policy.deadline_of("", value)
        if until is None or until < deadline:
            raise CommandMisused(f"{quoted(arguments.until)} is before the deadline, {deadline}.")
        for person in people:
            refuse_locked(its, person, assignment)
        those = [edit_of(arguments, EditKind.EXTEND, value, p.id, assignment.name) for p in people]
        add(its, those)
        for person in people:
            print_grade(arguments, its, person, assignment)
    return DONE


def undo(arguments: argparse.Namespace) -> int:
    """Take an edit back."""
    with open_gradebook(arguments) as its:
        found = [edit for edit in its.rows.edits if edit.key.startswith(arguments.edit)]
        if len(found) != 1 or len(arguments.edit) < 4:
            few = "No" if not found else "More than one"
            raise CommandMisused(
                f"{few} edit has a key that begins with {quoted(arguments.edit)}; "
                f"{command_here(arguments, 'gradebook log')} shows the keys."
            )
        [edit] = found
        new = edit_of(arguments, EditKind.UNDO, edit.key, edit.student, edit.assignment)
        add(its, [new])
        print_line(f"{edit.kind} of {edit.at[:10]} by {one_line(edit.author)} is taken back.")
    return DONE


def _is_called(attempt: Attempt, text: str) -> bool:
    """Whether it has this name, or is shown so: some names can't be typed."""
    return text in (attempt.name, quoted(attempt.name), quoted(attempt.name)[1:-1])


def _people(its: OpenGradebook, arguments: argparse.Namespace) -> list[Person]:
    if bool(arguments.student) == arguments.all:
        raise CommandMisused("Name students, or --all for everybody.")
    if arguments.all:
        return list(its.book.people)
    return [its.person(each) for each in arguments.student]


def _attempts(its: OpenGradebook, person: Person, assignment: Assignment) -> list[Attempt]:
    those = owned_in(its.rows).of(person.id)
    return [c.attempt for c in those if c.attempt.assignment == assignment.name]


def _moment(text: str, assignment: Assignment) -> datetime:
    """The time as written; without a zone, in that of the deadline."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise CommandMisused(f'{quoted(text)} is no time; write "2026-12-01 23:59".') from None
    deadline = assignment.policy.deadline
    if moment.tzinfo is None and deadline is not None:
        return moment.replace(tzinfo=deadline.tzinfo)
    return moment.replace(tzinfo=ZoneInfo("UTC")) if moment.tzinfo is None else moment
