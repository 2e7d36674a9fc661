"""The command `autograder`.

Exit codes: 0 done, whatever the score; 1 something was refused, or the course is at fault; 2 our
own failure. Nothing heavy is imported before it is needed: `--help` answers at once.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.errors import AutograderError, CourseError, SandboxError

if TYPE_CHECKING:
    from autograder.course import Course
    from autograder.results import Report

DONE, AT_FAULT, FAILED = 0, 1, 2


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; gives the exit code."""
    arguments = _parser().parse_args(argv)
    try:
        code: int = arguments.run(arguments)
    except CourseError as error:
        _complain(f"The course is at fault:\n{error}")
        return AT_FAULT
    except AutograderError as error:
        _complain(str(error))
        return FAILED
    except KeyboardInterrupt:
        _complain("Stopped.")
        return FAILED
    return code


def grade(arguments: argparse.Namespace) -> int:
    """Grade submissions and print, for each, what it came to."""
    from autograder.feedback.progress import Progress  # noqa: PLC0415 - see the module's docstring

    course = _load(arguments)
    paths = list(dict.fromkeys(arguments.submission))  # named twice, graded once
    groups = _by_assignment(course, arguments.assignment, paths)
    tier = _tier(arguments)
    outcomes = []
    with Progress(len(paths), with_calls=len(paths) == 1) as progress:
        from autograder.batch import grade_paths  # noqa: PLC0415

        for name, group in groups.items():
            outcomes += grade_paths(
                course.root,
                name,
                group,
                tier=tier,
                jobs=arguments.jobs or min(os.cpu_count() or 1, len(group)),
                on_outcome=progress.show,
                on_line=progress.hear,
            )
    outcomes.sort(key=lambda outcome: paths.index(outcome.path))
    reports = [outcome.report for outcome in outcomes if outcome.report is not None]
    if arguments.json:
        _write_json(arguments.json, reports)
    if arguments.figures:
        _draw(arguments.figures, reports)
    if len(reports) < len(outcomes) or any(report.broken_checks() for report in reports):
        return FAILED
    return AT_FAULT if any(report.refused is not None for report in reports) else DONE


def template(arguments: argparse.Namespace) -> int:
    """Write the student template, or say where it differs from what the solutions generate."""
    from autograder import template as templates  # noqa: PLC0415

    course = _load(arguments)
    differences: list[str] = []
    for assignment in course.assignments.values():
        if arguments.check:
            differences += templates.differences(course, assignment)
        else:
            templates.write(course, assignment)
            print(f"{course.shown(course.template_folder(assignment))} is written.")  # noqa: T201
    for difference in differences:
        _complain(difference)
    if differences:
        _complain("Run `autograder template` to write it anew.")
    return AT_FAULT if differences else DONE


def lesson(arguments: argparse.Namespace) -> int:
    """Run the lessons, and keep the pictures that they draw for those who read them."""
    from autograder import lesson_pictures  # noqa: PLC0415

    course = _load(arguments)
    for assignment in course.assignments.values():
        if course.lesson_file(assignment).is_file():
            drawn = lesson_pictures.draw(course, assignment)
            print(f"{assignment.name}: {drawn} pictures are drawn.")  # noqa: T201
    return template(arguments)


def verify(arguments: argparse.Namespace) -> int:
    """Let the course grade itself."""
    if arguments.explain:
        return _explain(arguments)
    from autograder.verify import verify_course  # noqa: PLC0415

    course, tier = _load(arguments), _tier(arguments)
    return DONE if verify_course(course, tier=tier, with_matrix=arguments.matrix) else AT_FAULT


def _explain(arguments: argparse.Namespace) -> int:
    """Show the smallest call of a hidden check on which a mistake shows: for staff only."""
    from autograder.grading.telltale import explain  # noqa: PLC0415

    course = _load(arguments)
    for assignment in course.assignments.values():
        if telltale := explain(course, assignment, arguments.explain):
            print("\n".join(telltale.lines()))  # noqa: T201
            return DONE
    raise CourseError(
        f"there is no known mistake {arguments.explain!r} that a call of a check shows."
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="autograder", description=__doc__.split("\n\n")[0])
    parser.add_argument("--version", action="version", version=metadata.version("autograder"))
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    command = _command(commands, "grade", grade)
    command.add_argument(
        "submission", nargs="+", help="a folder, a zip, a notebook, or a single module"
    )
    command.add_argument(
        "--assignment", metavar="NAME", help="which one, if the files don't tell by their names"
    )
    command.add_argument("--jobs", type=_positive, metavar="N", help="how many side by side")
    command.add_argument(
        "--figures", type=Path, metavar="FOLDER", help="draw what was measured of networks"
    )
    command.add_argument("--json", type=Path, metavar="FILE", help="write the reports to FILE")
    _add_isolation(command)

    command = _command(commands, "template", template)
    command.add_argument("--check", action="store_true", help="write nothing; fail if it differs")

    command = _command(commands, "lesson", lesson)
    command.set_defaults(check=False)

    command = _command(commands, "verify", verify)
    command.add_argument(
        "--matrix",
        action="store_true",
        help="show which check fails for which known mistake, not only for how many",
    )
    command.add_argument(
        "--explain",
        metavar="MISTAKE",
        help="only show the smallest call that tells this known mistake from the right answer",
    )
    _add_isolation(command)
    return parser


def _command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    run: object,
) -> argparse.ArgumentParser:
    about = run.__doc__
    command = commands.add_parser(name, help=about, description=about)
    command.add_argument(
        "--course", type=Path, default=Path(), metavar="PATH", help="where grading.yml is"
    )
    command.set_defaults(run=run)
    return command


def _add_isolation(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--require-isolation",
        dest="required_tier",
        choices=("namespaces", "dropped", "process"),
        metavar="TIER",
        help="refuse to run submissions with less: namespaces, dropped or process",
    )
    command.add_argument(
        "--isolation",
        dest="tier",
        choices=("namespaces", "dropped", "process"),
        metavar="TIER",
        help="use this tier instead of the strongest",
    )


def _tier(arguments: argparse.Namespace) -> str:
    from autograder.sandbox import tiers  # noqa: PLC0415

    tier: str = arguments.tier or tiers.choose(arguments.required_tier)
    if arguments.required_tier and tiers.TIERS.index(tier) > tiers.TIERS.index(
        arguments.required_tier
    ):
        raise SandboxError(f"--isolation {tier} is weaker than what --require-isolation asks for.")
    if tier == "process":
        _complain(tiers.WARNING)
    return tier


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("should be 1 or more")
    return number


def _load(arguments: argparse.Namespace) -> Course:
    from autograder import course as courses  # noqa: PLC0415

    return courses.load(arguments.course)


def _by_assignment(course: Course, named: str | None, paths: Sequence[str]) -> dict[str, list[str]]:
    """The paths, by the assignment that they are for. One that can't be read goes with the rest."""
    from autograder import intake  # noqa: PLC0415

    if named or len(course.assignments) == 1:
        assignment = course.assignment(named) if named else next(iter(course.assignments.values()))
        return {assignment.name: list(paths)}
    files = {name: assignment.task_files for name, assignment in course.assignments.items()}
    found = {path: intake.assignment_of(Path(path), files, course.intake) for path in paths}
    known = [name for name in found.values() if name]
    if not known:
        raise CourseError(
            "the course has several assignments, and no file name tells which one this is for; "
            f"name one: --assignment {' or '.join(course.assignments)}"
        )
    usual = max(known, key=known.count)
    groups: dict[str, list[str]] = {}
    for path, name in found.items():
        groups.setdefault(name or usual, []).append(path)
    return groups


def _write_json(path: Path, reports: object) -> None:
    import msgspec  # noqa: PLC0415

    path.write_bytes(msgspec.json.format(msgspec.json.encode(reports)) + b"\n")


def _draw(folder: Path, reports: Sequence[Report]) -> None:
    from autograder.feedback import figures  # noqa: PLC0415

    folder.mkdir(parents=True, exist_ok=True)
    for path in (path for report in reports for path in figures.save(report, folder)):
        print(f"{path} is drawn.")  # noqa: T201


def _complain(sentence: str) -> None:
    print(sentence, file=sys.stderr)  # noqa: T201 - this is the command line


if __name__ == "__main__":
    sys.exit(main())
