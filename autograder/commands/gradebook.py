"""`autograder gradebook`: what a class has earned and why, what persons decide, and LMS files."""

from __future__ import annotations

import argparse
from pathlib import Path

from autograder.commands.options import Commands, Run, add_command, add_gradebook

# Nothing heavy is imported before it is needed: `--help` answers at once.
FORMATS = ("canvas", "moodle", "gradescope", "csv", "dolos")


def add(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add the command with all that it can do."""
    about = "Show grades and why they are so, set and lock them, merge gradebooks, write LMS files."
    command = commands.add_parser("gradebook", help=about, description=about)
    subs = command.add_subparsers(required=True, metavar="WHAT")
    _show_and_log(subs)
    _edits(subs)
    _merge(subs)
    _export(subs)


def _show_and_log(subs: Commands[argparse.ArgumentParser]) -> None:
    show = _add(subs, "show", _view("show"))
    show.add_argument("--student", metavar="ID", help="every step to one student's grades")
    show.add_argument("--assignment", metavar="NAME", help="only this assignment")
    log = _add(subs, "log", _view("log"))
    log.add_argument("--student", metavar="ID", help="only what is about one student")


def _edits(subs: Commands[argparse.ArgumentParser]) -> None:
    points = _add(subs, "set", _edit("set_points"))
    points.add_argument("student", help="id, login, e-mail address or name")
    points.add_argument("points", type=float, help="the points")
    points.add_argument("--task", metavar="TASK", help="of this task (default: of all of it)")
    points.add_argument(
        "--beyond", action="store_true", help="allow more points than can be reached"
    )
    lock = _add(subs, "lock", _edit("lock"))
    lock.add_argument("student", nargs="*", help="whose grade stays as it is now")
    lock.add_argument("--all", action="store_true", help="lock everybody's grade")
    unlock = _add(subs, "unlock", _edit("unlock"))
    unlock.add_argument("student", nargs="*", help="whose grade is computed again")
    unlock.add_argument("--all", action="store_true", help="unlock everybody's grade")
    match = _add(subs, "match", _edit("match"))
    match.add_argument("submission", help="the name of a submission, as it was listed")
    match.add_argument("student", help="whose it is")
    choose = _add(subs, "choose", _edit("choose"))
    choose.add_argument("student", help="whose submissions are meant")
    choose.add_argument("submission", help="the name of the one that counts, as it was listed")
    time = _add(subs, "time", _edit("set_time"))
    time.add_argument("student", help="whose submission is meant")
    time.add_argument("moment", help='when it was handed in: "2026-12-01 23:59" or with a zone')
    extend = _add(subs, "extend", _edit("extend"))
    extend.add_argument("student", nargs="+", help="who may hand in later")
    extend.add_argument(
        "--until",
        metavar="TIME",
        required=True,
        help='until when: "2026-12-08 23:59", or "3 days" after the deadline',
    )
    undo = _add(subs, "undo", _edit("undo"))
    undo.add_argument("edit", help="the key of an edit, as `log` shows it")
    for command in (points, lock, unlock, match, choose, time, extend, undo):
        command.add_argument("--because", metavar="REASON", required=True, help="why")
        command.add_argument("--by", metavar="NAME", help="who decides (default: your login)")
        command.add_argument("--assignment", metavar="NAME", help="of this assignment")


def _merge(subs: Commands[argparse.ArgumentParser]) -> None:
    def run(arguments: argparse.Namespace) -> int:
        """Add the rows of other gradebooks: in any order, as often as you like."""
        from autograder.commands import gradebook_views  # noqa: PLC0415

        return gradebook_views.merge(arguments)

    command = subs.add_parser("merge", help=run.__doc__, description=run.__doc__)
    command.add_argument("whole", type=Path, metavar="ALL", help="the gradebook that gets the rows")
    command.add_argument("part", type=Path, nargs="+", metavar="PART", help="another gradebook")
    command.set_defaults(run=run)


def _export(subs: Commands[argparse.ArgumentParser]) -> None:
    def run(arguments: argparse.Namespace) -> int:
        """Write grades as a file for an LMS, after a look at what it will do there."""
        from autograder.commands.gradebook_export import export  # noqa: PLC0415

        return export(arguments)

    command = _add(subs, "export", run)
    command.add_argument("--format", choices=FORMATS, required=True, help="for which system")
    command.add_argument(
        "--sheet",
        type=Path,
        metavar="CSV",
        help="the file that Canvas (Grades, Export) or Moodle (grading worksheet) gave you",
    )
    command.add_argument("--to", type=Path, metavar="FILE", help="write there; without it, look")
    command.add_argument("--assignment", metavar="NAME", help="the grades of this assignment")
    command.add_argument("--column", metavar="HEADING", help="Canvas: the assignment's column")
    command.add_argument("--only", metavar="ID,…", help="only these students")
    command.add_argument("--section", metavar="NAME", help="only the students of this section")
    command.add_argument(
        "--so-far", action="store_true", help="also grades that still wait for some points"
    )
    command.add_argument("--task", metavar="NAME", help="Dolos: the file of this task")
    command.add_argument(
        "--feedback", type=Path, metavar="ZIP", help="Moodle: write what each student reads"
    )


def _add(subs: Commands[argparse.ArgumentParser], name: str, run: Run) -> argparse.ArgumentParser:
    command = add_command(subs, name, run)
    add_gradebook(command)
    return command


ABOUT = {
    "show": "Show the grades of a class, or every step to those of one student.",
    "log": "Show what was handed in, graded and decided, when, by whom and why.",
    "set_points": "Set points of a task, or of a whole assignment.",
    "lock": "Keep grades as they are now, whatever is graded or decided later.",
    "unlock": "Take locks back.",
    "match": "Say whose a submission is.",
    "choose": "Say which of a student's submissions counts.",
    "set_time": "Say when a submission was handed in.",
    "extend": "Let students hand in later than others.",
    "undo": "Take an edit back; that can be taken back, too.",
}


def _view(name: str) -> Run:
    def run(arguments: argparse.Namespace) -> int:
        from autograder.commands import gradebook_views  # noqa: PLC0415

        code: int = getattr(gradebook_views, name)(arguments)
        return code

    run.__doc__ = ABOUT[name]
    return run


def _edit(name: str) -> Run:
    def run(arguments: argparse.Namespace) -> int:
        from autograder.commands import gradebook_edits  # noqa: PLC0415

        code: int = getattr(gradebook_edits, name)(arguments)
        return code

    run.__doc__ = ABOUT[name]
    return run
