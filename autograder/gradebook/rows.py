"""The rows of a gradebook. Each is known by its content: its key is the hash of all its columns.

A row is never changed. Two gradebooks are merged by taking the rows of both. Times are in UTC, as
ISO 8601 writes them, so that they sort as text.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from enum import StrEnum

import msgspec

from autograder.downloads.people import Claim, Person

Value = str | int | float | bytes | None


class EditKind(StrEnum):
    """What a person can do to grades. Each can be taken back by an `UNDO`."""

    POINTS = "points"  # of a task, or of the whole assignment
    READ = "read"  # what somebody has found in the answer to one question
    LOCK = "lock"
    MATCH = "match"  # a submission belongs to a student
    CHOOSE = "choose"  # which of several submissions counts
    TIME = "time"  # when a submission was handed in
    EXTEND = "extend"  # until when it may be handed in
    ACCEPT = "accept"  # gradings that waited for it
    KEEP = "keep"  # the points from before a grading that waited for it
    UNDO = "undo"


class Outcome(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a grade needs of a report. `tasks` are (name, score or None, points, missing)."""

    tasks: tuple[tuple[str, float | None, float, str], ...] = ()
    refused: str | None = None


class Attempt(msgspec.Struct, frozen=True, kw_only=True):
    """A submission of one student or of a group.

    attempt     hash of assignment, claims, content, `submitted` and `number`
    name        its name in the download; `source` is the kind of download
    claims      who handed it in, as the download says
    content     hash of its files
    submitted   when; '' if the download does not say
    is_late     whether the platform calls it late
    number      counts the attempts of one student, if the platform does; greater is later
    """

    at: str
    author: str
    reason: str
    attempt: str
    assignment: str
    name: str
    source: str
    claims: tuple[Claim, ...]
    content: str
    submitted: str = ""
    is_late: bool = False
    number: int = 0


class Grading(msgspec.Struct, frozen=True, kw_only=True):
    """A grading of an attempt, without the report and the recording, which are read one by one.

    checks, seed   fingerprints of the course's checks and of the assignment's seed
    versions       of the engine and its libraries
    awaits         it counts only when an edit accepts it
    seconds        wall time
    """

    key: str = ""
    at: str
    author: str
    reason: str
    attempt: str
    assignment: str
    checks: str
    seed: str
    versions: dict[str, str]
    device: str
    tier: str
    seconds: float
    awaits: bool
    outcome: Outcome


class Edit(msgspec.Struct, frozen=True, kw_only=True):
    """What a person has decided. What `value` means depends on the kind: see `gradebook.edits`.

    `assignment` and `student` are '' where an edit is about all of them, or about none.
    """

    key: str = ""
    at: str
    author: str
    reason: str
    assignment: str
    student: str
    kind: EditKind
    value: str


class RosterRow(msgspec.Struct, frozen=True, kw_only=True):
    """The roster as it was given at one time. The latest one counts."""

    at: str
    author: str
    reason: str
    people: tuple[Person, ...]


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """One `autograder grade`: part `shard` (from 1) of `shards` of what was handed in.

    `seen` is a hash of all attempts that the downloads hold; `submissions` is how many they are.
    """

    at: str
    author: str
    reason: str
    assignment: str
    shard: int
    shards: int
    submissions: int
    seen: str


class Rows(msgspec.Struct, frozen=True, kw_only=True):
    """All rows of a gradebook, each table ordered by time and key."""

    attempts: tuple[Attempt, ...] = ()
    gradings: tuple[Grading, ...] = ()
    edits: tuple[Edit, ...] = ()
    rosters: tuple[RosterRow, ...] = ()
    runs: tuple[Run, ...] = ()


def key_of(table: str, values: Sequence[Value]) -> str:
    """The key of a row: a hash of its columns, in their order."""
    return hashlib.sha256(msgspec.msgpack.encode([table, *values])).hexdigest()[:32]


def attempt_id(
    assignment: str, claims: Sequence[Claim], content: str, submitted: str, number: int
) -> str:
    """What makes an attempt the same in every download that holds it."""
    parts = [assignment, msgspec.to_builtins(tuple(claims)), content, submitted, number]
    return hashlib.sha256(msgspec.msgpack.encode(parts, order="sorted")).hexdigest()[:32]


def now() -> str:
    """The present time, as rows hold it."""
    return as_text(datetime.now(UTC))


def as_text(moment: datetime) -> str:
    """A time with its zone, as rows hold it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def as_moment(text: str) -> datetime:
    """A time of a row."""
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
