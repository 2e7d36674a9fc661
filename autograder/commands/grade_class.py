"""`autograder grade --gradebook`: a class, from its download to rows of a gradebook.

The same command again grades what is missing: what was handed in unchanged and was graded by the
same checks is left alone.
"""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from autograder.commands.class_assignment import of_assignment
from autograder.commands.class_graders import graders_for, tier_for
from autograder.commands.class_jobs import grade_noted
from autograder.commands.class_progress import ClassProgress
from autograder.commands.options import (
    AT_FAULT,
    DONE,
    FAILED,
    author_of,
    chosen_of,
    command_here,
    here,
    load,
    print_error,
    print_line,
    warn_of_published_seed,
)
from autograder.course import fingerprints
from autograder.course.model import Assignment, Course
from autograder.downloads import read, roster
from autograder.downloads.layouts import Wanted
from autograder.downloads.matching import Roster
from autograder.errors import CommandMisused
from autograder.gradebook import store
from autograder.gradebook.database import Database, opened
from autograder.gradebook.grades import book_of
from autograder.gradebook.noting import Noted, noted, shard_of
from autograder.gradebook.owners import counting_gradings, kept_points, names_of_owners
from autograder.gradebook.rows import RosterRow, Rows, Run, now
from autograder.text.commands import Here
from autograder.text.legible import one_line

SHOWN_PROBLEMS = 20


@dataclass
class _Counts:
    """What a run has done. `refused` are among those that are graded."""

    done: int = 0
    refused: int = 0
    broken: int = 0
    failed: int = 0


def grade_class(arguments: argparse.Namespace) -> int:
    """Grade what a class has handed in, and keep it in a gradebook."""
    for option in ("json", "sentences", "figures", "page"):
        if getattr(arguments, option):
            raise CommandMisused(
                f"--{option} goes without --gradebook, which keeps all reports: "
                f"{command_here(arguments, 'gradebook show --student ID')} shows one."
            )
    course = load(arguments)
    chosen_of(course, arguments.assignment)
    people = roster.read(arguments.roster) if arguments.roster else ()
    tier = tier_for(arguments)
    warn_of_published_seed(course)
    author = author_of(arguments)
    paths = list(dict.fromkeys(Path(path) for path in arguments.submission))
    with opened(arguments.gradebook, make=True) as database:
        rows = store.read(database)
        if people and not (rows.rosters and rows.rosters[-1].people == people):
            with database.together():
                at = now()
                new = RosterRow(at=at, author=author, reason="", people=people)
                store.add_roster(database, new)
            rows = store.read(database)
        known = Roster(rows.rosters[-1].people if rows.rosters else ())
        wanted = Wanted(
            files=[file for each in course.assignments.values() for file in each.task_files],
            assignments=[n for e in course.assignments.values() for n in (e.name, e.title)],
            is_known=known.knows,
            has_roster=bool(known.people),
        )
        with read.opened(paths, wanted, source=arguments.source or "") as downloads:
            for sentence in downloads.left_out:
                print_line(one_line(sentence))
            assignment, those = of_assignment(course, arguments.assignment, downloads.handed_in)
            everything = noted(those, assignment.name, course.intake, at=now(), author=author)
            mine = shard_of(everything, *arguments.shard)
            rows = _note(database, rows, assignment, everything, mine, arguments.shard, author)
            todo = _missing(course, assignment, rows, mine)
            print_line(_plan(assignment, everything, mine, todo, arguments.shard))
            counts = _Counts()
            try:
                _grade(course, assignment, database, rows, todo, counts, arguments, tier, author)
            except KeyboardInterrupt:
                print_error(
                    f"Stopped: {len(mine) - len(todo) + counts.done} of {len(mine)} submissions "
                    "are graded and kept. The same command grades the rest."
                )
                return FAILED
        _sum_up(course, store.read(database), counts, here(arguments))
        print_line(f"{command_here(arguments, 'gradebook show')} shows all grades.")
    if counts.failed or counts.broken:
        return FAILED
    return AT_FAULT if counts.refused else DONE


def _note(
    database: Database,
    rows: Rows,
    assignment: Assignment,
    everything: Sequence[Noted],
    mine: Sequence[Noted],
    shard: tuple[int, int],
    author: str,
) -> Rows:
    """Note the attempts that the gradebook does not know, and this run if it is another one."""
    seen = hashlib.sha256("".join(each.attempt.attempt for each in everything).encode())
    known = {attempt.attempt for attempt in rows.attempts}
    new = [each.attempt for each in mine if each.attempt.attempt not in known]
    run = Run(
        at=now(),
        author=author,
        reason="",
        assignment=assignment.name,
        shard=shard[0],
        shards=shard[1],
        submissions=len(everything),
        seen=seen.hexdigest()[:32],
    )
    same = [r for r in rows.runs if (r.seen, r.shard, r.shards) == (run.seen, *shard)]
    if same and not new:
        return rows
    with database.together():
        store.add_attempts(database, new)
        if not same:
            store.add_run(database, run)
    return store.read(database)


def _missing(
    course: Course, assignment: Assignment, rows: Rows, mine: Sequence[Noted]
) -> list[Noted]:
    """What was not graded yet by these checks and this seed, by name."""
    checks = fingerprints.fingerprint(course, assignment)
    seed = fingerprints.seed_fingerprint(assignment)
    judged = [
        *counting_gradings(rows).items(),
        *((attempt, kept.grading) for attempt, kept in kept_points(rows).items()),
    ]
    graded = {attempt for attempt, its in judged if (its.checks, its.seed) == (checks, seed)}
    todo = [each for each in mine if each.attempt.attempt not in graded]
    return sorted(todo, key=lambda each: (each.attempt.name, each.attempt.attempt))


def _grade(
    course: Course,
    assignment: Assignment,
    database: Database,
    rows: Rows,
    todo: Sequence[Noted],
    counts: _Counts,
    arguments: argparse.Namespace,
    tier: str,
    author: str,
) -> None:
    """Grade, and keep each grading as soon as it is there."""
    if not todo:
        return
    with (
        graders_for(course, assignment, arguments, tier) as (graders, places),
        ClassProgress(len(todo), names_of_owners(rows)) as progress,
        # Closed before the graders are: Ctrl-C may come while we write, and stops them at once.
        closing(
            grade_noted(
                course,
                assignment,
                graders,
                todo,
                jobs=min(arguments.jobs or places, len(todo)),
                on_line=progress.on_line,
            )
        ) as outcomes,
    ):
        for each, outcome in outcomes:
            if outcome.report is not None:
                with database.together():
                    store.add_grading(
                        database,
                        outcome.report,
                        each.attempt,
                        at=now(),
                        author=author,
                        reason="",
                        recording=outcome.recording,
                    )
                counts.done += 1
                counts.refused += outcome.report.refused is not None
                counts.broken += bool(outcome.report.broken_checks())
            else:
                counts.failed += 1
            progress.show(each.attempt.attempt, outcome)


def _plan(
    assignment: Assignment,
    everything: Sequence[Noted],
    mine: Sequence[Noted],
    todo: Sequence[Noted],
    shard: tuple[int, int],
) -> str:
    part = f", of which shard {shard[0]} of {shard[1]} has {len(mine)}" if shard[1] > 1 else ""
    done = len(mine) - len(todo)
    graded = f"; {done} are graded already" if done else ""
    return f"{assignment.name}: {len(everything)} submissions{part}{graded}."


def _sum_up(course: Course, rows: Rows, counts: _Counts, place: Here) -> None:
    """What was done, and what somebody should look at."""
    parts = [f"{counts.done} graded now"]
    parts += [f"{counts.refused} of them refused"] if counts.refused else []
    parts += [f"{counts.broken} with broken checks"] if counts.broken else []
    if counts.failed:
        parts.append(f"{counts.failed} could not be graded: the same command tries again")
    print_line(f"{', '.join(parts)}.")
    assignments = list(course.assignments.values())
    problems = book_of(rows, assignments, slip_days=course.slip_days).problems
    for sentence in problems[:SHOWN_PROBLEMS]:
        print_line(place.complete(sentence))
    if len(problems) > SHOWN_PROBLEMS:
        print_line(f"… and {len(problems) - SHOWN_PROBLEMS} more.")
