"""What being late costs: deadline, grace, slip days, penalty."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from autograder.course.policy import Policy
from autograder.gradebook.grade import Step
from autograder.scoring import DIGITS

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Late:
    """The points after the penalty, the steps, and how many slip days were used.

    `problem` says what a person must find out first; '' if nothing.
    """

    points: float
    steps: tuple[Step, ...] = ()
    slip_days: int = 0
    problem: str = ""


def after_penalty(
    points: float,
    policy: Policy,
    *,
    deadline: datetime | None,
    submitted: datetime | None,
    is_late: bool,
    slip_days: int,
) -> Late:
    """The points after what being late costs. `deadline` is the student's own; `slip_days` are
    left; `is_late`: so says the LMS.
    """
    costs = policy.late is not None and policy.late.percent > 0
    if submitted is None:
        if is_late and costs:
            return Late(
                points,
                (Step("late, says the platform, but not by how much", points),),
                problem="when it was handed in",
            )
        if deadline is not None and costs and not is_late:
            return Late(points, (Step("no time is known, so nothing is taken for it", points),))
        return Late(points)
    if deadline is None:
        return Late(points)
    # Times of one zone are subtracted as clocks show them; in UTC, a change of clocks counts.
    late = submitted.timestamp() - deadline.timestamp()
    if late <= policy.grace.total_seconds():
        return Late(points, (Step(_in_time(late, submitted), points),))
    steps = [Step(f"handed in {shown(submitted)}, {_span(late)} after the deadline", points)]
    if policy.late is None or not costs or not points:
        return Late(points, tuple(steps))
    used = min(slip_days, math.ceil(late / DAY.total_seconds()))
    if used:
        left = slip_days - used
        steps.append(Step(f"{_days(used)} used, {left} left", points))
    units = math.ceil(
        max(0.0, late - used * DAY.total_seconds()) / policy.late.unit.total_seconds()
    )
    if units:
        share = max(policy.late.floor, 100 - policy.late.percent * units) / 100
        points = round(points * share, DIGITS)
        begun = f"{units} {policy.late.per}{'s' if units > 1 else ''} begun"
        each = f"{policy.late.percent:g} % for each"
        floor = f", not below {policy.late.floor:g} %" if policy.late.floor else ""
        steps.append(Step(f"{begun}, {each}{floor}: {share * 100:g} % of the points", points))
    return Late(points, tuple(steps), used)


def shown(moment: datetime) -> str:
    """A time in UTC, to the minute."""
    return moment.strftime("%Y-%m-%d %H:%M UTC")


def _in_time(late: float, submitted: datetime) -> str:
    grace = ", within the minutes of grace" if late > 0 else ", in time"
    return f"handed in {shown(submitted)}{grace}"


def _span(seconds: float) -> str:
    if seconds < 2 * 3600:
        return f"{math.ceil(seconds / 60)} minutes"
    if seconds < 2 * DAY.total_seconds():
        return f"{seconds / 3600:.3g} hours"
    return f"{seconds / DAY.total_seconds():.3g} days"


def _days(count: int) -> str:
    return f"{count} slip day{'s' if count > 1 else ''}"
