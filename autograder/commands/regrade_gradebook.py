"""`autograder regrade --gradebook`: judges the recordings that a gradebook holds.

What is accepted are rows like any other: a grading that waits, and an edit that accepts it, with
author and reason. Taking the edit back (`autograder gradebook undo`) brings the old grade back.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from msgspec.structs import replace as with_

from autograder.commands.open_gradebook import OpenGradebook, open_gradebook
from autograder.commands.options import AT_FAULT, DONE, author_of, command_here, print_line, tier_of
from autograder.commands.regrade import NOT_YET, jobs_of, show
from autograder.course.model import Assignment
from autograder.exporters import moves as shown
from autograder.gradebook import store
from autograder.gradebook.owners import counting_gradings, names_of_owners
from autograder.gradebook.rows import Attempt, Edit, EditKind, Grading, now
from autograder.grading.moves import Move
from autograder.grading.regrade import Earlier, regrade


@dataclass
class _Waiting:
    """Gradings that were added, and wait: their keys, those of which would lower a grade, and how
    many tell anything new.
    """

    keys: list[str]
    lower: list[str]
    new: int = 0


def regrade_gradebook(arguments: argparse.Namespace) -> int:
    """Regrade what counts of one assignment; show who moves, and accept it if that is wanted."""
    with open_gradebook(arguments) as its:
        assignment = its.assignment(arguments.assignment)
        counts = {
            attempt: grading
            for attempt, grading in counting_gradings(its.rows).items()
            if grading.assignment == assignment.name
        }
        attempts = {each.attempt: each for each in its.rows.attempts if each.attempt in counts}
        moves: list[tuple[str, Move]] = []
        owners = names_of_owners(its.rows)
        waiting = _Waiting([], [])

        def on_move(attempt: str, move: Move) -> None:
            if arguments.accept:
                _add(its, arguments, attempts[attempt], move, waiting)
            whose = owners.get(attempt) or move.before.submission
            moves.append(
                (whose, replace(move, recording=None))
            )  # memory does not grow with the class

        regrade(
            its.course.root,
            assignment.name,
            _earlier(its, counts),
            tier=tier_of(arguments),
            jobs=jobs_of(arguments),
            on_move=on_move,
        )
        moves.sort(key=lambda each: (each[0], each[1].before.submission))
        names, found = [name for name, _ in moves], [move for _, move in moves]
        show(shown.render(found, names, never_lower=arguments.never_lower))
        if any(move.after is None and move.before.refused is not None for move in found):
            print_line(
                f"{command_here(arguments, 'grade DOWNLOAD')} looks at what was refused anew, if "
                "the checks have changed since."
            )
        if arguments.accept:
            _accept(its, arguments, assignment, waiting)
        elif not all(move.is_same for move in found):
            print_line(f"{NOT_YET}.")
    return AT_FAULT if any(move.after is None for move in found) else DONE


def _earlier(its: OpenGradebook, counts: Mapping[str, Grading]) -> Iterator[Earlier]:
    """What counts, read one after another."""
    for attempt, grading in sorted(counts.items()):
        report = store.report_of(its.database, grading.key)
        yield Earlier(attempt, report, store.recording_of(its.database, grading.key))


def _add(
    its: OpenGradebook,
    arguments: argparse.Namespace,
    attempt: Attempt,
    move: Move,
    waiting: _Waiting,
) -> None:
    """Add a grading that waits to be accepted; also an unchanged one, as these checks judge it."""
    if move.after is None:
        return
    at, author = now(), author_of(arguments)
    accepted = move.accepted(at=at, author=author, reason=arguments.because.strip())
    report = accepted or with_(move.after, regrades=move.before.regrades)
    with its.database.together():
        key = store.add_grading(
            its.database,
            report,
            attempt,
            at=at,
            author=author,
            reason=arguments.because.strip(),
            recording=move.recording,
            awaits=True,
        )
    if arguments.never_lower and move.points < 0:
        waiting.lower.append(key)
    else:
        waiting.keys.append(key)
        waiting.new += accepted is not None


def _accept(
    its: OpenGradebook, arguments: argparse.Namespace, assignment: Assignment, waiting: _Waiting
) -> None:
    """Decide of all that waits, at once or not at all: it counts, or the points are kept."""
    at = now()
    decided = [(key, EditKind.ACCEPT) for key in waiting.keys]
    decided += [(key, EditKind.KEEP) for key in waiting.lower]
    with its.database.together():
        for key, kind in decided:
            edit = Edit(
                at=at,
                author=author_of(arguments),
                reason=arguments.because.strip(),
                assignment=assignment.name,
                student="",
                kind=kind,
                value=key,
            )
            store.add_edit(its.database, edit)
    kept = f" {len(waiting.lower)} keep their points from before." if waiting.lower else ""
    print_line(
        f"Accepted: {waiting.new} of {len(decided)} gradings differ from before and count.{kept} "
        f"{command_here(arguments, 'gradebook log')} shows them, `undo` takes one back."
    )
