"""How points become a grade: deadlines, late penalties, which attempt counts, rounding.

It is applied when grades are read, so a change of it needs no regrading.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

from autograder.course.policy_entry import (
    LEVELS,
    SPAN,
    Counts,
    CoursePolicyEntry,
    LatePenalty,
    Level,
    Networks,
    PolicyEntry,
    moment_of,
)
from autograder.results import Visibility


@dataclass(frozen=True)
class Policy:
    """The policy of one assignment, with the course's defaults filled in.

    `deadline` and the deadlines of `extensions` (student's id → own deadline) know their time zone.
    `cap` is in points. Tasks in `dropped` do not count at all. Points are rounded to multiples of
    `round_to`. `feedback` says what a student's page tells, and from when; None is from the start.
    From `published` on, it shows the checks that are shown when grades are published. With
    `networks: all`, it shows what a network mistakes, of which some are hidden pictures.
    """

    deadline: datetime | None = None
    grace: timedelta = timedelta(0)
    late: LatePenalty | None = None
    counts: Counts = "latest"
    cap: float | None = None
    dropped: tuple[str, ...] = ()
    round_to: float | None = None
    extensions: Mapping[str, datetime] = field(default_factory=lambda: MappingProxyType({}))
    feedback: tuple[tuple[Level, datetime | None], ...] = (("message", None),)
    published: datetime | None = None
    networks: Networks = "curve"

    def feedback_at(self, now: datetime) -> Level:
        """What a student's page tells at this moment: the points alone, titles, or everything."""
        told = [level for level, since in self.feedback if since is None or since <= now]
        return max(told, key=LEVELS.index, default="score")

    def released_by(self, now: datetime) -> frozenset[Visibility]:
        """The kinds of checks that are shown by this moment, beside those that always are.

        Those of after the due date are when nobody has more time: students talk to each other.
        """
        kinds = set()
        deadlines = [*filter(None, [self.deadline]), *self.extensions.values()]
        if deadlines and max(deadlines) + self.grace <= now:
            kinds.add(Visibility.AFTER_DUE_DATE)
        if self.published is not None and self.published <= now:
            kinds |= {Visibility.AFTER_DUE_DATE, Visibility.AFTER_PUBLISHED}
        return frozenset(kinds)

    def deadline_of(self, student: str, extension: str = "") -> datetime | None:
        """The deadline of the student with this id.

        An `extension` that the gradebook has counts, like '3 days' or a time with its zone; else
        that of grading.yml.
        """
        if extension:
            return _extended(extension, self.deadline, None)
        return self.extensions.get(student, self.deadline)


def resolved(course: CoursePolicyEntry, entry: PolicyEntry) -> Policy:
    """The policy of an assignment in which `faults` finds nothing."""
    zone = entry.timezone or course.timezone
    deadline = _in_zone(moment_of(entry.deadline or ""), zone)
    return Policy(
        deadline=deadline,
        grace=timedelta(minutes=_first(entry.grace_minutes, course.grace_minutes, 0.0)),
        late=entry.late or course.late,
        counts=entry.counts or course.counts or "latest",
        cap=entry.cap,
        dropped=entry.dropped,
        round_to=entry.round_to or course.round_to,
        feedback=_levels(entry.feedback, zone),
        networks=entry.networks,
        published=_in_zone(moment_of(entry.published or ""), zone),
        extensions=MappingProxyType(
            {
                student: own
                for student, text in entry.extensions.items()
                if (own := _extended(text, deadline, zone))
            }
        ),
    )


def faults(
    course: CoursePolicyEntry, entry: PolicyEntry, tasks: Mapping[str, object]
) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """What is wrong in an assignment's policy: the place below `policy`, and a sentence."""
    zone = entry.timezone or course.timezone
    moments: dict[tuple[str | int, ...], str] = {("deadline",): entry.deadline or ""}
    moments |= {("published",): entry.published or ""}
    if isinstance(entry.feedback, Mapping):
        moments |= {("feedback", level): text for level, text in entry.feedback.items()}
    moments |= {("extensions", student): text for student, text in entry.extensions.items()}
    for place, text in moments.items():
        moment = moment_of(text)
        if moment is not None and moment.tzinfo is None and zone is None:
            yield (
                place,
                f"{text!r} has no time zone; add `timezone: Europe/Berlin` (or yours) to policy.",
            )
        if SPAN.fullmatch(text) and entry.deadline is None:
            yield place, f"{text!r} is counted from the deadline, and there is none; add one."
    for index, name in enumerate(entry.dropped):
        if name not in tasks:
            known = ", ".join(tasks)
            yield ("dropped", index), f"dropped names {name!r}; the tasks are: {known}."
    if tasks and set(entry.dropped) >= set(tasks):
        yield ("dropped",), "all tasks are dropped, so nothing counts; leave one."


def _levels(written: object, zone: str | None) -> tuple[tuple[Level, datetime | None], ...]:
    dates = written if isinstance(written, Mapping) else {written: ""}
    return tuple(
        (level, _in_zone(moment_of(dates[level]), zone)) for level in LEVELS if level in dates
    )


def _extended(text: str, deadline: datetime | None, zone: str | None) -> datetime | None:
    if span := SPAN.fullmatch(text):
        return deadline + timedelta(**{f"{span[2]}s": int(span[1])}) if deadline else None
    return _in_zone(moment_of(text), zone)


def _in_zone(moment: datetime | None, zone: str | None) -> datetime | None:
    if moment is None or moment.tzinfo is not None or zone is None:
        return moment
    return moment.replace(tzinfo=ZoneInfo(zone))


def _first(*values: float | None) -> float:
    return next(value for value in values if value is not None)
