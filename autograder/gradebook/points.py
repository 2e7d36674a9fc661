"""The points of one attempt: tasks by checks and by persons, their sum, penalty, cap, rounding."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal

from autograder.course.model import Assignment, Task
from autograder.gradebook import readings
from autograder.gradebook.edits import InForce
from autograder.gradebook.grade import Answer, Step
from autograder.gradebook.lateness import after_penalty, shown
from autograder.gradebook.readings import Read
from autograder.gradebook.rows import Edit, Outcome
from autograder.scoring import DIGITS, add_up


@dataclass(frozen=True)
class Sum:
    """What an attempt is worth: its points, the steps to them, and what is missing."""

    points: float
    tasks: Mapping[str, float | None]
    steps: tuple[Step, ...]
    answers: tuple[Answer, ...]
    slip_days: int
    waits_for: tuple[str, ...]


def out_of(assignment: Assignment) -> float:
    """The points that can be reached: without dropped tasks, and without a bonus."""
    counted = (task for task in assignment.tasks if task.name not in assignment.policy.dropped)
    return add_up(task.points for task in counted if not task.bonus)


def of_attempt(
    assignment: Assignment,
    outcome: Outcome,
    holds: InForce,
    *,
    student: str,
    content: str,
    submitted: datetime | None,
    is_late: bool,
    slip_days: int,
) -> Sum:
    """The points of an attempt with this `content`. `slip_days` are left for it."""
    policy = assignment.policy
    steps: list[Step] = []
    answers: list[Answer] = []
    missing: list[str] = []
    tasks: dict[str, float | None] = {}
    if outcome.refused is not None:
        steps.append(Step(f"refused: {outcome.refused}", 0.0))
    for task in assignment.tasks:
        if task.name in policy.dropped:
            steps.append(Step(f"{task.name}: dropped, does not count"))
            continue
        edit = holds.points.get((student, assignment.name, task.name))
        read = readings.of_task(task, holds, (student, assignment.name), content)
        points, words = _task(task, outcome, edit, read if task.rubric else None)
        tasks[task.name] = points
        extra = ", a bonus" if task.bonus else ""
        number = "–" if points is None else f"{points:.6g}"
        steps.append(Step(f"{task.name}: {number} of {task.points:g}{words}{extra}"))
        answers += () if edit else read.answers
        steps += () if edit else read.steps  # points of the whole task replace its questions'
        if points is None:
            missing.append(f"{task.name}{words}")
    total = add_up(points or 0.0 for points in tasks.values())
    steps.append(Step("all tasks together", total))
    extension = holds.extensions.get((student, assignment.name))
    deadline = policy.deadline_of(student, extension.value if extension else "")
    if extension and deadline:
        by = f"{extension.author} on {extension.at[:10]}: {extension.reason}"
        steps.append(Step(f"deadline extended to {shown(deadline.astimezone(UTC))} by {by}"))
    late = after_penalty(
        total,
        policy,
        deadline=deadline,
        submitted=submitted,
        is_late=is_late,
        slip_days=slip_days,
    )
    steps += late.steps
    steps += _last(assignment, late.points)
    if late.problem:
        missing.append(
            f"{late.problem}: `autograder gradebook time STUDENT MOMENT "
            f"--assignment {assignment.name} --because REASON` tells"
        )
    points, waits = steps[-1].points or 0.0, tuple(missing)
    return Sum(points, tasks, tuple(steps), tuple(answers), late.slip_days, waits)


def rounded(points: float, to: float) -> float:
    """The nearest multiple of `to`; halves are rounded up, as people do."""
    unit = Decimal(str(to))
    return float((Decimal(str(points)) / unit).quantize(Decimal(1), ROUND_HALF_UP) * unit)


def _task(
    task: Task, outcome: Outcome, edit: tuple[Edit, float] | None, read: Read | None
) -> tuple[float | None, str]:
    """The points of a task, and where they come from, in words."""
    if edit is not None:
        return edit[1], f", set by {edit[0].author} on {edit[0].at[:10]}: {edit[0].reason}"
    if outcome.refused is not None:
        return 0.0, ""
    found = next((each for each in outcome.tasks if each[0] == task.name), None)
    if found is None:
        return (0.0, ", not handed in") if task.bonus else (None, ", not graded yet")
    _, score, points, missing = found
    if score is not None:
        others = "" if points == task.points else f", when it was worth {points:g}: grade again"
        return score, f" by checks{others}"
    if task.graded_by == "checks":
        return None, ", its checks are broken, which is our fault"
    if missing:
        return 0.0, f": {missing}"
    if read is None:
        return None, ", a person gives them"
    return read.points, f", {read.waits_for}" if read.waits_for else ""


def _last(assignment: Assignment, points: float) -> Iterator[Step]:
    """Cap and rounding."""
    policy = assignment.policy
    if policy.cap is not None and points > policy.cap:
        points = policy.cap
        yield Step(f"at most {policy.cap:g}", points)
    if policy.round_to is not None:
        near = rounded(points, policy.round_to)
        if near != points:
            yield Step(f"rounded to {policy.round_to:g}", near)
        points = near
    yield Step(f"what counts, of {out_of(assignment):g}", round(points, DIGITS))
