"""`autograder ci`: grading where a pull request, a pipeline or a cron job asks for it.

Three steps, each of which may run on another machine. `fetch` finds the pull request of a finished
run, and downloads what was handed in. `grade` makes a folder of results from a submission, without
network or token. `publish` writes to the pull request. Beside their options they read the variables
of GitHub's runner.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.commands import github_runner
from autograder.commands.options import (
    AT_FAULT,
    DONE,
    FAILED,
    Commands,
    add_isolation,
    chosen_of,
    load,
    order,
    print_error,
    print_line,
    tier_of,
    warn_of_published_seed,
)
from autograder.commands.reports_file import ReportsFile
from autograder.errors import AutograderError, CommandMisused, CourseError, SubmissionRefused
from autograder.files.on_disk import require_folder, write_below
from autograder.results import as_json

if TYPE_CHECKING:
    from autograder.results import Report, TaskResult

# Nothing heavy is imported before it is needed: `--help` answers at once.


@dataclass(frozen=True)
class Step:
    """What a step came to: its exit code, and `orders` for GitHub's runner, one a line."""

    code: int
    orders: tuple[str, ...] = ()


def add(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add the command with its three steps."""
    about = "Grade a pull request: `fetch` it, `grade` it, `publish` the result."
    steps = commands.add_parser("ci", help=about, description=about).add_subparsers(
        required=True, metavar="STEP"
    )
    fetched = _step(steps, "fetch", fetch)
    fetched.add_argument(
        "--submission", type=Path, required=True, metavar="ZIP", help="the zip to write"
    )
    graded = _step(steps, "grade", grade)
    graded.add_argument("submission", type=Path, help="a folder, a zip, a notebook, or a module")
    graded.add_argument(
        "--assignment", metavar="NAME", help="which assignment, if its files fit several"
    )
    graded.add_argument(
        "--json",
        type=Path,
        metavar="FILE",
        help="write the whole report to FILE, for staff only",
    )
    add_isolation(graded)
    for command in (fetched, graded):
        command.add_argument(
            "--course", type=Path, default=Path(), metavar="PATH", help="the folder of grading.yml"
        )
    for command in (fetched, graded, _step(steps, "publish", publish)):
        command.add_argument(
            "--results", type=Path, required=True, metavar="FOLDER", help="the folder of results"
        )


def fetch(arguments: argparse.Namespace) -> Step:
    """Find the pull request of the run in GITHUB_EVENT_PATH, and download what was handed in."""
    from autograder.ci.github import artifact, event  # noqa: PLC0415
    from autograder.ci.results import REQUEST, Request  # noqa: PLC0415
    from autograder.submission.intake import ZIP_SLACK  # noqa: PLC0415

    api = github_runner.api()
    run = event.read(Path(github_runner.variable("GITHUB_EVENT_PATH")), api.repository)
    pull = event.pull_of(api, run)
    if pull is None:
        print_line(
            "The run was stopped, or its commit is no open pull request's last: nothing to grade."
        )
        github_runner.output({"found": "false"})
        return Step(DONE)
    most = (load(arguments).intake.total_mb << 20) + ZIP_SLACK
    refused = ""
    try:
        artifact.fetch(api, run, arguments.submission, most=most)
    except SubmissionRefused as error:
        refused = str(error)
    write_below(arguments.results, {REQUEST: as_json(Request(refused))})
    github_runner.output({"found": "true"})
    print_line(f"Pull request {pull.number}: {refused or 'its files are fetched.'}")
    return Step(AT_FAULT if refused else DONE)


def grade(arguments: argparse.Namespace) -> Step:
    """Grade one submission, and write what its student may see to the folder of results."""
    from autograder.ci import results  # noqa: PLC0415
    from autograder.exporters import annotations  # noqa: PLC0415

    course = load(arguments)
    chosen_of(course, arguments.assignment)
    warn_of_published_seed(course)
    require_folder(arguments.results)
    reports = ReportsFile(arguments.json) if arguments.json else None
    graded = results.grade_one(
        course,
        arguments.submission,
        assignment=arguments.assignment,
        tier=tier_of(arguments),
        refused=results.refused_before(arguments.results),
    )
    write_below(arguments.results, graded.files())
    if reports:
        reports.finish([graded.report])
    _show(graded.shown)
    code = AT_FAULT if graded.shown.refused is not None else DONE
    if graded.report.broken_checks():
        code = FAILED
    return Step(code, tuple(annotations.commands(graded.annotations)))


def publish(arguments: argparse.Namespace) -> Step:
    """Write to the pull request: a conclusion, annotations at its lines, and one comment."""
    from autograder.ci import results  # noqa: PLC0415
    from autograder.ci.github import event, publish  # noqa: PLC0415

    api = github_runner.api()
    # GitHub is asked again whose it is: the machine that has run student code is not trusted.
    pull = event.pull_of(
        api, event.read(Path(github_runner.variable("GITHUB_EVENT_PATH")), api.repository)
    )
    if pull is None:
        print_line(
            "The pull request has a newer commit, or is closed: nothing is said about this one."
        )
        return Step(DONE)
    report, annotated = results.read(arguments.results)
    details = github_runner.address_of_this_run()
    publish.check_run(api, pull, report, annotated, details=details)
    publish.comment(api, pull, report, details=details)
    print_line(f"The result is written to pull request {pull.number}.")
    return Step(DONE)


def _step(
    steps: Commands[argparse.ArgumentParser],
    name: str,
    run: Callable[[argparse.Namespace], Step],
) -> argparse.ArgumentParser:
    about = (run.__doc__ or "").split("\n\n")[0]
    step = steps.add_parser(name, help=about, description=about)
    step.set_defaults(run=lambda arguments: _guarded(run, arguments))
    return step


def _guarded(run: Callable[[argparse.Namespace], Step], arguments: argparse.Namespace) -> int:
    """Run a step so that nothing it prints can give the runner a command."""
    with github_runner.fence():
        try:
            step = run(arguments)
        except (CourseError, CommandMisused):
            raise
        except AutograderError as error:
            from autograder.ci.github.event import EventRefused  # noqa: PLC0415

            print_error(str(error))
            step = Step(
                AT_FAULT if isinstance(error, EventRefused | github_runner.NotSet) else FAILED
            )
    if github_runner.is_there():
        for line in step.orders:
            order(line)
    return step.code


def _show(report: Report) -> None:
    """The report in the log, on the job's page, and as outputs of the step."""
    from autograder.exporters import markdown  # noqa: PLC0415

    print_line(
        "\n".join([markdown.headline(report), report.refused or "", *map(_line, report.tasks)])
    )
    github_runner.show_on_the_page(markdown.summary(report))
    github_runner.output({"score": f"{report.score:g}", "points": f"{report.points:g}"})


def _line(task: TaskResult) -> str:
    from autograder.exporters.wording import points_of  # noqa: PLC0415

    return f"  {task.task}: {points_of(task.score, task.points)}  {task.missing}".rstrip()
