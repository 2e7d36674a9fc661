"""The section `policy` of grading.yml as written: `policy` makes what holds of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field

from autograder.course.section import Section, Text

Counts = Literal["latest", "best", "first"]
SPAN = re.compile(r"\+?(\d{1,4}) (day|hour|minute)s?")


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (OSError, ValueError, KeyError):  # a name that is not found is a KeyError
        raise ValueError("is no time zone; write one like Europe/Berlin or UTC") from None
    return name


def _moment(text: str) -> str:
    if moment_of(text) is None:
        raise ValueError('is no date with a time; write it as "2026-12-01 23:59"')
    return text


def _moment_or_span(text: str) -> str:
    if not SPAN.fullmatch(text) and moment_of(text) is None:
        raise ValueError('is neither "3 days" nor a date with a time: "2026-12-01 23:59"')
    return text


def _feedback(written: object) -> Feedback:
    dated = LEVELS[1:]
    if isinstance(written, str) and written in LEVELS:
        return written
    if isinstance(written, Mapping) and written and all(key in dated for key in written):
        for text in written.values():
            if not isinstance(text, str) or moment_of(text) is None:
                raise ValueError('has no date with a time; write {title: "2026-12-02 09:00"}')
        return dict(written)
    raise ValueError(
        "says nothing about feedback; it should be score, title, message, or "
        '{title: "2026-12-02 09:00", message: "2026-12-10 09:00"}'
    )


def moment_of(text: str) -> datetime | None:
    """A date with a time, and with its zone if that is written; None if it is something else."""
    if not re.search(r"\d[ T]\d", text):
        return None  # a date alone does not say whether its day still counts
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


Level = Literal["score", "title", "message"]
Feedback = Level | Mapping[Level, str]  # what is told, or from when
Networks = Literal["curve", "all"]
LEVELS: tuple[Level, ...] = ("score", "title", "message")
Percent = Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)]
Moment = Annotated[str, AfterValidator(_moment)]


class LatePenalty(Section):
    """What each begun day or hour after the deadline takes: percent of the points earned.

    Never more than down to `floor` percent of them.
    """

    percent: Percent
    """What each begun day or hour takes, of the points earned."""
    per: Literal["day", "hour"] = "day"
    """Days or hours."""
    floor: Percent = 0
    """Never less than so many percent."""

    @property
    def unit(self) -> timedelta:
        """A day or an hour."""
        return timedelta(days=1) if self.per == "day" else timedelta(hours=1)


class PolicyEntry(Section):
    """The section `policy` as written, of an assignment."""

    timezone: Annotated[str, AfterValidator(_zone)] | None = None
    """Of all times here, such as Europe/Berlin."""
    deadline: Annotated[str, AfterValidator(_moment)] | None = None
    """"2026-12-01 23:59"."""
    grace_minutes: Annotated[float, Field(ge=0, allow_inf_nan=False)] | None = None
    """So much later is not late."""
    late: LatePenalty | None = None
    """What each begun day or hour after the deadline takes."""
    counts: Counts | None = None
    """Which attempt counts; without it, the latest."""
    cap: Annotated[float, Field(ge=0, allow_inf_nan=False)] | None = None
    """The most points that count."""
    dropped: tuple[Text, ...] = ()
    """Tasks that do not count."""
    round_to: Annotated[float, Field(gt=0, allow_inf_nan=False)] | None = None
    """Points are rounded to multiples of it."""
    extensions: Mapping[str, Annotated[str, AfterValidator(_moment_or_span)]] = {}
    """A student's id → "3 days", or a time."""
    feedback: Annotated[object, AfterValidator(_feedback)] = "message"
    """What a student's page tells: score, title or message; or from when each."""
    published: Moment | None = None
    """From when checks show that are shown once grades are published."""
    networks: Networks = "curve"
    """Whether pages show what a network mistakes, or the curve alone."""


class CoursePolicyEntry(Section):
    """The section `policy` as written, of the whole course: defaults for all assignments."""

    timezone: Annotated[str, AfterValidator(_zone)] | None = None
    """Of all times here, such as Europe/Berlin."""
    slip_days: Annotated[int, Field(ge=0)] = 0
    """Late days that each student may spend, all assignments together."""
    grace_minutes: Annotated[float, Field(ge=0, allow_inf_nan=False)] | None = None
    """So much later is not late."""
    late: LatePenalty | None = None
    """What each begun day or hour after the deadline takes."""
    counts: Counts | None = None
    """Which attempt counts; without it, the latest."""
    round_to: Annotated[float, Field(gt=0, allow_inf_nan=False)] | None = None
    """Points are rounded to multiples of it."""
