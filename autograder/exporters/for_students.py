"""A report as students may see it: what every page and file that they can reach is made from.

Left out are the names of hidden checks, the calls they make, what was printed, and everything about
checks that are not shown yet, their part of the points included. What a student's code was given
could come back in words of its own choosing — an exception's text, the name of a class made on the
fly — so that the sentences for students are made where the others are, of other things: see
`errors.py`. Nothing is taken out of a sentence here, and what has none for students has none.
"""

from __future__ import annotations

from collections import Counter
from pathlib import PurePath

from msgspec.structs import replace

from autograder.results import CheckResult, Report, Status, TaskResult, Visibility
from autograder.scoring import add_up

PARTIAL = "The points are those of the checks that are shown; the total is told with the others."
OURS = "This check is broken. That is our fault, and costs no points."
UNTOLD = "This check was not passed."
QUIET = {Status.BROKEN: OURS}

WHEN = {
    Visibility.AFTER_DUE_DATE: "shown after the due date",
    Visibility.AFTER_PUBLISHED: "shown when the grades are published",
    Visibility.HIDDEN: "not shown",
}
# Of what was measured; pictures and their confusions are made of hidden ones.
SHOWN_DATA = ("accuracy", "pictures", "learning_curve")
SHOWN_ENVIRONMENT = ("engine", "course", "python", "torch", "device")


def for_students(report: Report) -> Report:
    """The report without anything that its student may not see (yet)."""
    tasks = tuple(_task(task) for task in report.tasks)
    graded = [task for task in tasks if task.score is not None]
    is_partial = any(_is_partial(task) for task in report.tasks)
    return replace(
        report,
        submission=PurePath(report.submission).name,
        score=add_up([task.score or 0.0 for task in graded]) if is_partial else report.score,
        points=add_up([task.points for task in graded]) if is_partial else report.points,
        tasks=tasks,
        notes=(*report.notes, PARTIAL) if is_partial else report.notes,
        seconds=0.0 if is_partial else _whole(report.seconds),
        environment={k: v for k, v in report.environment.items() if k in SHOWN_ENVIRONMENT},
    )


def is_partial(report: Report) -> bool:
    """Whether checks are missing from a report that was made for students."""
    return PARTIAL in report.notes


def _is_partial(task: TaskResult) -> bool:
    return any(check.visibility is not Visibility.VISIBLE for check in task.checks)


def _task(task: TaskResult) -> TaskResult:
    """The task by its visible checks. Where others are, notes and data may be theirs: left out."""
    shown = [check for check in task.checks if check.visibility is Visibility.VISIBLE]
    names = (f"{task.task} {number}" for number in range(1, len(shown) + 1))
    checks = tuple(replace(told(c), check=name) for c, name in zip(shown, names, strict=True))
    if not _is_partial(task):
        data = {key: task.data[key] for key in SHOWN_DATA if key in task.data}
        return replace(
            task,
            checks=checks,
            notes_for_staff=(),
            output="",
            data=data,
            seconds=_whole(task.seconds),
        )
    return replace(
        task,
        score=add_up([check.score for check in shown]) if shown else None,
        points=add_up([check.points for check in shown]) if shown else task.points,
        checks=checks,
        notes=tuple(_later(task)),
        notes_for_staff=(),
        output="",
        data={},
        seconds=0.0,  # how long it took could tell how a check ended
    )


def _whole(seconds: float) -> float:
    """Whole seconds: a submission that waits could say more in smaller ones."""
    return float(round(seconds))


def _later(task: TaskResult) -> list[str]:
    """How many checks come later, and when."""
    counts = Counter(check.visibility for check in task.checks)
    further = "further " if counts[Visibility.VISIBLE] else ""
    return [
        f"{counts[when]} {further}{'check is' if counts[when] == 1 else 'checks are'} {words}."
        for when, words in WHEN.items()
        if counts[when]
    ]


def told(check: CheckResult) -> CheckResult:
    """The check with the sentence that was made for its student; without one, with none of it."""
    is_quiet = not check.status.costs_points
    sentence = QUIET.get(check.status, "") if is_quiet else check.told or UNTOLD
    return replace(
        check,
        message=sentence,
        told="",
        place=None if is_quiet else check.place,
        mistakes=(),
        call="",
        fault="",
    )
