"""What a student's page says, as data: made of a report that has passed the gate for students."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from autograder.course.model import Assignment
from autograder.exporters.for_students import is_partial
from autograder.exporters.wording import LOOKS
from autograder.gradebook.grade import Answer
from autograder.pages.findings import Finding, findings_of
from autograder.pages.grids import Picture, picture
from autograder.pages.networks import Network, network
from autograder.pages.since import Since
from autograder.results import CheckResult, Report, Status, TaskResult

KINDS = {
    Status.PASSED: "passed",
    Status.UNFINISHED: "open",
    Status.BROKEN: "ours",
}
MARKS = {"passed": "✓", "wrong": "✗", "open": "○", "ours": "!"}


@dataclass(frozen=True)
class CheckView:
    """One check: `kind` is passed, wrong, open or ours; `anchor` its place on the page."""

    anchor: str
    title: str
    kind: str
    words: str
    lost: float
    message: str
    place: str
    share: str

    @property
    def mark(self) -> str:
        """A sign beside the colour, which not everybody sees."""
        return MARKS[self.kind]


@dataclass(frozen=True)
class TaskView:
    """One task: what was found of it on top, then the checks, the passed ones last."""

    anchor: str
    name: str
    score: float | None
    points: float
    is_bonus: bool
    state: str
    findings: tuple[Finding, ...] = ()
    passed: tuple[CheckView, ...] = ()
    checks: tuple[CheckView, ...] = ()
    pictures: tuple[Picture, ...] = ()
    notes: tuple[str, ...] = ()
    network: Network | None = None
    answers: tuple[Answer, ...] = ()

    @property
    def percent(self) -> float:
        """The share of the points, for a bar."""
        return 100 * min(1.0, self.score / self.points) if self.score and self.points else 0.0

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to do."""
        return bool(self.checks) and not self.findings


@dataclass(frozen=True)
class First:
    """What to fix first: the finding, its task, and what the checks behind it are worth."""

    heading: str
    task: TaskView
    finding: Finding
    worth: float


@dataclass(frozen=True)
class Told:
    """What a gradebook adds to a report: the number that counts, and how it came about.

    `so_far`: something is still to come on top. `scores` are the points of tasks that persons read,
    `answers` what they have found.
    """

    points: float | None
    out_of: float
    line: tuple[str, ...] = ()
    steps: tuple[tuple[str, float | None], ...] = ()
    since: Since | None = None
    so_far: bool = False
    scores: Mapping[str, float | None] = field(default_factory=dict)
    answers: tuple[Answer, ...] = ()


@dataclass(frozen=True)
class StudentPage:
    """All that a student's page shows."""

    course: str
    title: str
    who: str
    told: Told
    tasks: tuple[TaskView, ...]
    first: First | None
    refused: str | None
    is_partial: bool
    why_changed: tuple[str, ...]
    notes: tuple[str, ...]
    made_by: Mapping[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    tier: str = ""


def page_of(
    report: Report,
    assignment: Assignment,
    *,
    course: str,
    who: str,
    told: Told,
    why_changed: Sequence[str] = (),
) -> StudentPage:
    """The page of a report, which `for_students` has made."""
    tasks = tuple(
        _task(number, task, assignment, report, told) for number, task in enumerate(report.tasks, 1)
    )
    return StudentPage(
        course=course,
        title=assignment.title,
        who=who,
        told=told,
        tasks=tasks,
        first=_first(tasks),
        refused=report.refused,
        is_partial=is_partial(report),
        why_changed=tuple(why_changed),
        notes=tuple(note for note in report.notes if note not in why_changed),
        made_by=report.environment,
        seconds=report.seconds,
        tier=report.tier,
    )


def _task(
    number: int, task: TaskResult, assignment: Assignment, report: Report, told: Told
) -> TaskView:
    answers = tuple(each for each in told.answers if each.task == task.task)
    anchor = f"task-{number}"
    checks = tuple(
        _check(f"{anchor}-check-{place}", check) for place, check in enumerate(task.checks, 1)
    )
    views = dict(zip((check.check for check in task.checks), checks, strict=True))
    failed = [check for check in task.checks if check.status is not Status.PASSED]
    pictures = [picture(each) for each in task.examples]
    findings = findings_of(failed, views, pictures)
    return TaskView(
        anchor=anchor,
        name=task.task,
        score=told.scores.get(task.task) if task.score is None else task.score,
        points=task.points,
        is_bonus=task.bonus,
        state="" if answers else _state(task),
        findings=findings,
        passed=tuple(each for each in checks if each.kind == "passed"),
        checks=checks,
        notes=tuple(task.notes),
        network=network(task, assignment, report),
        answers=answers,
    )


def _check(anchor: str, check: CheckResult) -> CheckView:
    place = f"{check.place.file}, line {check.place.line}" if check.place else ""
    is_said = "cases are right" in check.message
    share = f"{check.cases_passed} of {check.cases} cases" if check.cases > 1 else ""
    return CheckView(
        anchor=anchor,
        title=check.title,
        kind=KINDS.get(check.status, "wrong"),
        words=LOOKS[check.status].words or "passed",
        lost=round(check.points - check.score, 4) if check.status.costs_points else 0.0,
        message=check.message,
        place=place,
        share="" if is_said else share,
    )


def _state(task: TaskResult) -> str:
    if not task.checks:
        if task.missing:
            return task.missing
        return " ".join(task.notes) if task.notes or task.score is not None else "read by a person"
    passed = sum(not check.status.costs_points for check in task.checks)
    if passed == len(task.checks):
        return "done"
    if all(check.status is Status.UNFINISHED for check in task.checks):
        return "still to do"
    return f"{passed} of {len(task.checks)} checks pass"


def _first(tasks: Sequence[TaskView]) -> First | None:
    """The first thing that is wrong; if nothing is, the first that is still to do."""
    for heading, kind in (("Fix this first", "wrong"), ("Do this next", "open")):
        for task in tasks:
            for finding in task.findings:
                if any(check.kind == kind for check in finding.checks):
                    worth = sum(check.lost for check in finding.checks)
                    return First(heading, task, finding, round(worth, 2))
    return None
