"""`autograder regrade`: judges what was recorded by the checks as they are now."""

from __future__ import annotations

import argparse
import os
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.commands.file_names import file_names
from autograder.commands.options import (
    AT_FAULT,
    DONE,
    Commands,
    add_command,
    add_isolation,
    add_jobs,
    author_of,
    load,
    print_line,
    tier_of,
)
from autograder.commands.recordings_folder import RecordingsFolder
from autograder.commands.reports_file import read
from autograder.errors import CommandMisused

if TYPE_CHECKING:
    from autograder.course.model import Course
    from autograder.grading.moves import Move
    from autograder.results import Report

# Nothing heavy is imported before it is needed: `--help` answers at once.
NOT_YET = (
    "Nothing counts yet. To accept it: the same command with --accept and --because REASON, which "
    "the students read"
)


def add(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add the command."""
    command = add_command(commands, "regrade", regrade)
    command.add_argument(
        "reports", type=Path, nargs="?", help="the file of `autograder grade --json`"
    )
    command.add_argument(
        "--recordings",
        type=Path,
        metavar="FOLDER",
        help="the folder of `autograder grade --record`",
    )
    command.add_argument(
        "--gradebook", type=Path, metavar="FILE", help="a gradebook, in place of such files"
    )
    command.add_argument("--assignment", metavar="NAME", help="of the gradebook: this assignment")
    add_jobs(command, "judge")
    command.add_argument(
        "--never-lower", action="store_true", help="those who would lose points keep the old grade"
    )
    command.add_argument("--accept", action="store_true", help="let the new grades count")
    command.add_argument(
        "--because", metavar="REASON", default="", help="why; the students read it"
    )
    command.add_argument("--by", metavar="NAME", help="who accepts it (default: your login)")
    command.add_argument(
        "--json", type=Path, metavar="FILE", help="with --accept: write the new reports to FILE"
    )
    add_isolation(command)


def regrade(arguments: argparse.Namespace) -> int:
    """Judge recorded answers by the checks as they are now; show who moves before it counts.

    Only calls that were never asked run the students' code. Nothing is changed without --accept.
    """
    _require_sense(arguments)
    if arguments.gradebook:
        from autograder.commands.regrade_gradebook import regrade_gradebook  # noqa: PLC0415

        return regrade_gradebook(arguments)
    from autograder.exporters import moves as shown  # noqa: PLC0415

    course, reports = load(arguments), read(arguments.reports)
    folder = RecordingsFolder(arguments.recordings)
    moves = _moves(course, reports, folder, tier=tier_of(arguments), jobs=jobs_of(arguments))
    named = file_names([each.submission for each in reports])
    names = [named[each.submission] for each in reports]
    show(shown.render(moves, names, never_lower=arguments.never_lower))
    if arguments.accept:
        _accept(arguments, reports, moves, folder)
    elif not all(move.is_same for move in moves):
        print_line(f"{NOT_YET}, and --json for the new reports.")
    return AT_FAULT if any(move.after is None for move in moves) else DONE


def _require_sense(arguments: argparse.Namespace) -> None:
    if arguments.accept and not arguments.because.strip():
        raise CommandMisused("--accept needs --because: students read why their grade changed.")
    if arguments.because and not arguments.accept:
        raise CommandMisused("--because goes with --accept; without it, nothing is changed.")
    if arguments.gradebook:
        if arguments.reports or arguments.recordings or arguments.json:
            raise CommandMisused(
                "A gradebook holds reports and recordings: name either --gradebook, or the files."
            )
        return
    if arguments.reports is None or arguments.recordings is None:
        raise CommandMisused(
            "Name what was graded: --gradebook FILE, or the file of `grade --json` and "
            "the folder of its --record with --recordings."
        )
    if arguments.accept and arguments.json is None:
        raise CommandMisused("--accept needs --json: a file for the new reports.")
    if arguments.json and arguments.json.exists() and arguments.json.samefile(arguments.reports):
        raise CommandMisused("--json names the old reports. They are kept; name another file.")


def jobs_of(arguments: argparse.Namespace) -> int:
    """How many are judged at a time."""
    return arguments.jobs or os.cpu_count() or 1


def _moves(
    course: Course,
    reports: Sequence[Report],
    folder: RecordingsFolder,
    *,
    tier: str,
    jobs: int,
) -> Sequence[Move]:
    """One for each report, in their order."""
    from autograder.grading.moves import Move  # noqa: PLC0415
    from autograder.grading.regrade import Earlier, regrade  # noqa: PLC0415

    moves: dict[str, Move] = {}

    def on_move(path: str, move: Move) -> None:
        moves[path] = move

    for name, group in _by_assignment(course, reports).items():
        regrade(
            course.root,
            name,
            (Earlier(r.submission, r, folder.find(r.submission)) for r in group),
            tier=tier,
            jobs=jobs,
            on_move=on_move,
        )
    unknown = "its assignment is none of this course"
    return [moves.get(r.submission) or Move(r, None, unknown) for r in reports]


def _by_assignment(course: Course, reports: Sequence[Report]) -> Mapping[str, list[Report]]:
    groups: dict[str, list[Report]] = {}
    for report in reports:
        if report.assignment in course.assignments:
            groups.setdefault(report.assignment, []).append(report)
    return groups


def _accept(
    arguments: argparse.Namespace,
    reports: Sequence[Report],
    moves: Sequence[Move],
    folder: RecordingsFolder,
) -> None:
    """Write the reports that count from now on, and the recordings that go with them."""
    from autograder.commands.reports_file import ReportsFile  # noqa: PLC0415

    at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    file = ReportsFile(arguments.json)
    kept, changed = [], 0
    for report, move in zip(reports, moves, strict=True):
        new = move.accepted(
            at=at,
            author=author_of(arguments),
            reason=arguments.because.strip(),
            never_lower=arguments.never_lower,
        )
        kept.append(new or report)
        if new is not None:
            changed += 1
            if move.recording is not None:
                folder.add(report.submission, move.recording)
    file.finish(kept)
    print_line(f"Accepted: {changed} reports are new. All {len(kept)} are in {arguments.json}.")


def show(shown: object) -> None:
    """Print what a regrade would change."""
    from rich.console import Console  # noqa: PLC0415

    Console(highlight=False).print(shown)
