"""`autograder grade`: submissions → points, sentences and reports."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.commands.file_names import file_names
from autograder.commands.lasting_output import is_heard
from autograder.commands.options import (
    AT_FAULT,
    DONE,
    FAILED,
    Commands,
    add_command,
    add_isolation,
    add_jobs,
    chosen_of,
    load,
    print_error,
    print_line,
    tier_of,
    warn_of_published_seed,
)
from autograder.errors import CommandMisused
from autograder.sandbox.inside.control import TIERS

if TYPE_CHECKING:
    from autograder.commands.kept import Kept
    from autograder.commands.progress import Progress
    from autograder.course.model import Course
    from autograder.grading.batch import GradedSubmission
    from autograder.grading.grader import GraderProcess
    from autograder.submission.sorting import Sorted

# Nothing heavy is imported before it is needed: `--help` answers at once.
SOURCES = ("canvas", "moodle", "gradescope", "github", "nbgrader", "folders")


def add(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add the command."""
    command = add_command(commands, "grade", grade)
    command.add_argument(
        "submission", nargs="+", type=_named, help="a folder, a zip, a notebook, or a single module"
    )
    command.add_argument(
        "--assignment", metavar="NAME", help="which assignment, if their files fit several"
    )
    add_jobs(command, "grade")
    command.add_argument(
        "--figures", type=Path, metavar="FOLDER", help="draw what was measured of trained networks"
    )
    command.add_argument(
        "--json", type=Path, metavar="FILE", help="write the whole reports to FILE, for staff only"
    )
    command.add_argument(
        "--record",
        type=Path,
        metavar="FOLDER",
        help="keep in FOLDER what the code was asked and answered, for `autograder regrade`: as "
        "secret as the hidden checks",
    )
    command.add_argument(
        "--sentences",
        type=Path,
        metavar="FILE",
        help="write what is found of each submission to FILE, as text (default for a class: beside "
        "the file of --json, or else on the terminal)",
    )
    command.add_argument(
        "--page",
        type=Path,
        metavar="FILE",
        help="write the page that the student would see to FILE, as HTML; for a single submission",
    )
    _add_class(command)
    add_isolation(command)


def _add_class(command: argparse.ArgumentParser) -> None:
    """Add the options of a class whose grades are kept."""
    group = command.add_argument_group(
        "a class", "what learning platforms give as downloads, graded into a gradebook"
    )
    group.add_argument(
        "--gradebook",
        type=Path,
        metavar="FILE",
        help="keep all grades in FILE; the same command again grades what is missing",
    )
    group.add_argument(
        "--roster", type=Path, metavar="CSV", help="who is in the class: id, name, login, email …"
    )
    group.add_argument(
        "--from",
        dest="source",
        choices=SOURCES,
        help="which platform the downloads are from, if they don't tell: " + ", ".join(SOURCES),
        metavar="PLATFORM",
    )
    group.add_argument(
        "--shard",
        type=_shard,
        default=(1, 1),
        metavar="I/N",
        help="grade only part I of N, to be merged by `autograder gradebook merge`",
    )
    group.add_argument(
        "--cluster",
        metavar="ADDRESS",
        help="grade on the workers of a Dask cluster, such as tls://HOST:8786",
    )
    group.add_argument("--by", metavar="NAME", help="who grades (default: your login)")


def grade(arguments: argparse.Namespace) -> int:
    """Grade submissions; print what is found of one, or the table of a class."""
    if arguments.gradebook:
        from autograder.commands.grade_class import grade_class  # noqa: PLC0415

        return grade_class(arguments)
    if arguments.roster or arguments.source or arguments.shard != (1, 1) or arguments.cluster:
        raise CommandMisused(
            "--roster, --from, --shard and --cluster need a --gradebook to keep grades in."
        )
    from autograder.grading.grader import GraderProcess  # noqa: PLC0415

    # It imports torch while we try the tiers out, and read the course and the submissions.
    first = GraderProcess(arguments.tier or TIERS[0])
    try:
        tier = tier_of(arguments)
        if tier != first.tier:  # the strongest does not work here
            first.discard()
            first = GraderProcess(tier)
        return _grade(arguments, tier, first)
    finally:
        first.discard()


def _grade(arguments: argparse.Namespace, tier: str, first: GraderProcess) -> int:
    from autograder.commands.kept import Kept  # noqa: PLC0415
    from autograder.commands.pages import page_writer  # noqa: PLC0415
    from autograder.commands.progress import Progress  # noqa: PLC0415
    from autograder.submission import sorting  # noqa: PLC0415

    course = load(arguments)
    chosen_of(course, arguments.assignment)
    paths = list(dict.fromkeys(arguments.submission))  # named twice, graded once
    if arguments.page and len(paths) > 1:
        raise CommandMisused(
            "--page is for one submission; `autograder pages --out FOLDER` writes a class's."
        )
    sorted_ = sorting.by_assignment(course, arguments.assignment, paths)
    kept = Kept(
        paths,
        json=arguments.json,
        sentences=arguments.sentences,
        figures=arguments.figures,
        recordings=arguments.record,
        page=page_writer(course, arguments.page),
    )
    warn_of_published_seed(course)
    with_reports = len(paths) == 1 or kept.sentences is None
    progress = Progress(len(paths), with_reports=with_reports)
    try:
        outcomes = _outcomes(
            course, sorted_, kept, progress, tier=tier, jobs=arguments.jobs, first=first
        )
    except KeyboardInterrupt:
        kept.finish()
        progress.show_class(file_names(paths))
        print_error(kept.so_far())
        return FAILED
    kept.finish()
    progress.show_class(file_names(paths))
    if len(paths) > 1 and (where := kept.where()):
        print_line(where)
    if any(each.report is None or each.report.broken_checks() for each in outcomes):
        return FAILED
    return AT_FAULT if any(each.report and each.report.refused for each in outcomes) else DONE


def _outcomes(
    course: Course,
    sorted_: Sorted,
    kept: Kept,
    progress: Progress,
    *,
    tier: str,
    jobs: int | None,
    first: GraderProcess | None,
) -> list[GradedSubmission]:
    """Grade all that can be graded; each outcome is shown and kept as soon as it is there."""
    from autograder.grading.batch import GradedSubmission, grade_paths  # noqa: PLC0415
    from autograder.submission.refusals import refusal  # noqa: PLC0415

    outcomes: list[GradedSubmission] = []

    def take(outcome: GradedSubmission) -> None:
        outcomes.append(outcome)
        progress.show(outcome)
        if outcome.report is not None:
            kept.add(outcome.path, outcome.report, outcome.recording)
        is_done = len(outcomes) == len(kept.paths)
        if not (is_done or is_heard() or kept.is_wanted):
            raise KeyboardInterrupt  # nobody reads on, and nothing is written

    with progress:
        for path, reason in sorted_.refused.items():
            take(GradedSubmission(path, refusal(None, path, reason)))
        for name, group in sorted_.groups.items():
            grade_paths(
                course.root,
                name,
                group,
                tier=tier,
                jobs=jobs or min(os.cpu_count() or 1, len(group)),
                on_outcome=take,
                on_line=progress.on_line,
                record=kept.is_recorded,
                first=first,
            )
            first = None
    return outcomes


def _named(text: str) -> str:
    if not text:  # an unset variable of the shell; as a path, it would be this folder
        raise argparse.ArgumentTypeError("'' is no name of a file or folder")
    return text


def _shard(text: str) -> tuple[int, int]:
    part, _, parts = text.partition("/")
    if not (part.isdecimal() and parts.isdecimal() and 1 <= int(part) <= int(parts)):
        raise argparse.ArgumentTypeError(f"{text!r} should be like 3/40: a part, and how many")
    return int(part), int(parts)
