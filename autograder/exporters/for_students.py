"""The report as students may see it: all pages and files that they can reach are made from it.

It leaves out the names of hidden checks, the calls that they make, what was printed, and everything
about checks that are not shown yet, their points included.

A student's code could repeat its hidden inputs in words that it chooses: in an exception's text, in
the name of a class. So the sentences for students are not made here by taking something out. They
are made beside those for staff, of other parts: see `errors.py`. A check without such a sentence
gets a general one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import PurePath
from typing import Literal

from msgspec.structs import replace

from autograder.course.metric import METRICS
from autograder.exporters.wording import why_changed
from autograder.results import (
    CheckResult,
    Example,
    Report,
    Status,
    TaskResult,
    Visibility,
)
from autograder.scoring import add_up, diagnoses_of
from autograder.text.legible import one_line

Level = Literal["score", "title", "message"]

PARTIAL = "The points are those of the checks that are shown; the total is told with the others."
OURS = "This check is broken. That is our fault, and costs no points."
UNTOLD = "This check was not passed."
QUIET = {Status.BROKEN: OURS}

WHEN = {
    Visibility.AFTER_DUE_DATE: "shown after the due date",
    Visibility.AFTER_PUBLISHED: "shown when the grades are published",
    Visibility.HIDDEN: "not shown",
}
# Other measurements, such as confusions, are made of hidden pictures.
SHOWN_DATA = (*METRICS, "examples", "pictures", "learning_curve")
OF_NETWORKS = ("confusion", "classes", "worst", "kernels")
SHOWN_ENVIRONMENT = ("engine", "course", "python", "torch", "device")


def for_students(report: Report, *, also: Collection[str] = ()) -> Report:
    """The report without anything that its student may not see (yet).

    `also` names measurements that the course wants to show beside those that it always does.
    """
    tasks = tuple(_task(task, (*SHOWN_DATA, *also)) for task in report.tasks)
    counted = [task for task in tasks if task.score is not None and not task.bonus]
    bonus = add_up([task.score or 0.0 for task in tasks if task.bonus])
    is_partial = any(_is_partial(task) for task in report.tasks)
    return replace(
        report,
        submission=PurePath(report.submission).name,
        score=add_up([task.score or 0.0 for task in counted]) if is_partial else report.score,
        points=add_up([task.points for task in counted]) if is_partial else report.points,
        bonus=bonus if is_partial else report.bonus,
        tasks=tasks,
        notes=(*why_regraded(report), *report.notes, *((PARTIAL,) if is_partial else ())),
        regrades=(),
        seconds=0.0 if is_partial else _whole(report.seconds),
        environment={k: v for k, v in report.environment.items() if k in SHOWN_ENVIRONMENT},
    )


def released(report: Report, kinds: Collection[Visibility]) -> Report:
    """The report after a date: its checks of these kinds of visibility are visible by now."""

    def shown(check: CheckResult) -> CheckResult:
        return replace(check, visibility=Visibility.VISIBLE) if check.visibility in kinds else check

    tasks = (replace(each, checks=tuple(map(shown, each.checks))) for each in report.tasks)
    return replace(report, tasks=tuple(tasks))


def limited(report: Report, level: Level) -> Report:
    """As much of a report made for students as an instructor wants to be told: the points alone,
    also how each check ended, or everything.
    """
    if level == "message":
        return report

    def task(each: TaskResult) -> TaskResult:
        checks = tuple(
            replace(check, message="", diagnosis="", place=None) for check in each.checks
        )
        notes = each.notes if is_partial(report) else ()
        checks = checks if level == "title" else ()
        return replace(each, checks=checks, notes=notes, data={}, examples=())

    return replace(report, tasks=tuple(map(task, report.tasks)))


def why_regraded(report: Report) -> Iterator[str]:
    """Why it was graded again; without the points while some checks are not shown."""
    is_partial = any(_is_partial(task) for task in report.tasks)
    for each in report.regrades:
        if is_partial:
            yield f"Graded again: {one_line(each.reason)}"
        else:
            yield why_changed(each, report)


def is_partial(report: Report) -> bool:
    """Whether a report that was made for students lacks checks that are shown later."""
    return PARTIAL in report.notes


def _is_partial(task: TaskResult) -> bool:
    return any(check.visibility is not Visibility.VISIBLE for check in task.checks)


def _task(task: TaskResult, shown_data: Sequence[str]) -> TaskResult:
    """The task with its visible checks. If it has others, its notes and data are left out."""
    shown = [check for check in task.checks if check.visibility is Visibility.VISIBLE]
    names = (f"{task.task} {number}" for number in range(1, len(shown) + 1))
    checks = tuple(replace(told(c), check=name) for c, name in zip(shown, names, strict=True))
    examples = tuple(
        _examples(task, {c.check: n.check for c, n in zip(shown, checks, strict=True)})
    )
    if not _is_partial(task):
        data = {key: task.data[key] for key in shown_data if key in task.data}
        return replace(
            task,
            checks=checks,
            diagnoses=diagnoses_of(checks),
            notes_for_staff=(),
            output="",
            data=data,
            examples=examples,
            seconds=_whole(task.seconds),
        )
    return replace(
        task,
        score=add_up([check.score for check in shown]) if shown else None,
        points=add_up([check.points for check in shown]) if shown else task.points,
        checks=checks,
        diagnoses=diagnoses_of(checks),
        notes=tuple(_later(task)),
        notes_for_staff=(),
        output="",
        data={},
        examples=examples,
        seconds=0.0,  # how long it took could tell how a check ended
    )


def _examples(task: TaskResult, names: Mapping[str, str]) -> Iterator[Example]:
    """The examples of functions that fail in a check that is shown, which has another name now."""
    for example in task.examples:
        shown = tuple(names[check] for check in example.checks if check in names)
        if shown:
            yield replace(example, checks=shown)


def _whole(seconds: float) -> float:
    """Whole seconds: a submission could encode more in fractions, by waiting."""
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
    """The check with the sentence that was made for its student, or with a general one."""
    is_quiet = not check.status.costs_points
    sentence = QUIET.get(check.status, "") if is_quiet else check.told or UNTOLD
    return replace(
        check,
        message=sentence,
        told="",
        place=None if is_quiet else check.place,
        mistakes=(),
        call="",
        function="",
        fault="",
    )


def told_once(checks: Sequence[CheckResult]) -> Iterator[CheckResult]:
    """The checks as they are told where each is shown by itself: what several share in their
    diagnoses is said with the first of them that the student sees as soon."""
    said: dict[tuple[str, Visibility], str] = {}
    for check in checks:
        key = check.diagnosis, check.visibility
        if check.diagnosis and key in said:
            yield replace(told(check), diagnosis=f"The reason is that of: {said[key]}")
        else:
            said[key] = check.title
            yield told(check)
