"""Rows from and to the file of a gradebook."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from autograder.errors import CommandMisused
from autograder.gradebook.database import Database
from autograder.gradebook.rows import (
    Attempt,
    Edit,
    Grading,
    Outcome,
    RosterRow,
    Rows,
    Run,
    Value,
)
from autograder.gradebook.tables import COLUMNS
from autograder.results import Report, decoded, encoded

SHOWN_OF_GRADING = ("key", *COLUMNS["gradings"][:-2])  # without report and recording
PLAIN = (str, int, float, bytes, type(None))


def read(database: Database) -> Rows:
    """All rows, without reports and recordings. Raises `CommandMisused` if one is damaged."""
    return Rows(
        attempts=tuple(_all(database, "attempts", Attempt, COLUMNS["attempts"])),
        gradings=tuple(_all(database, "gradings", Grading, SHOWN_OF_GRADING)),
        edits=tuple(_all(database, "edits", Edit, ("key", *COLUMNS["edits"]))),
        rosters=tuple(_all(database, "rosters", RosterRow, COLUMNS["rosters"])),
        runs=tuple(_all(database, "runs", Run, COLUMNS["runs"])),
    )


def add_attempts(database: Database, attempts: Iterable[Attempt]) -> None:
    """Add attempts. To be called within `together`, as all that follow."""
    _add(database, "attempts", attempts)


def add_edit(database: Database, edit: Edit) -> None:
    """Add an edit."""
    _add(database, "edits", [edit])


def add_roster(database: Database, roster: RosterRow) -> None:
    """Add a roster."""
    _add(database, "rosters", [roster])


def add_run(database: Database, run: Run) -> None:
    """Add a run."""
    _add(database, "runs", [run])


def add_grading(
    database: Database,
    report: Report,
    attempt: Attempt,
    *,
    at: str,
    author: str,
    reason: str,
    recording: bytes | None = None,
    awaits: bool = False,
) -> str:
    """Add the grading of an attempt, and give its key.

    `recording` is compressed. If the grading `awaits`, it counts only when an edit of the kind
    `ACCEPT` names its key: a regrade that somebody has to look at first.
    """
    environment = dict(report.environment)
    versions = {k: v for k, v in environment.items() if k not in ("course", "seed", "device")}
    row: dict[str, Value] = {
        "at": at,
        "author": author,
        "reason": reason,
        "attempt": attempt.attempt,
        "assignment": attempt.assignment,
        "checks": environment.get("course", ""),
        "seed": environment.get("seed", ""),
        "versions": _text(versions),
        "device": environment.get("device", ""),
        "tier": report.tier,
        "seconds": report.seconds,
        "awaits": int(awaits),
        "outcome": _text(outcome_of(report)),
        "report": zlib.compress(encoded(report)),
        "recording": recording,
    }
    return database.add("gradings", row)


def outcome_of(report: Report) -> Outcome:
    """What a grade needs of a report."""
    tasks = tuple((each.task, each.score, each.points, each.missing) for each in report.tasks)
    return Outcome(tasks=tasks, refused=report.refused)


def report_of(database: Database, grading: str) -> Report:
    """The report of the grading with this key. Raises `CommandMisused` if it is damaged."""
    [[data]] = database.select("gradings", ["report"], "key = ?", [grading])
    try:
        return decoded(zlib.decompress(bytes(data)), Report)  # type: ignore[arg-type]
    except (zlib.error, ValueError):
        raise _damaged(database, "gradings") from None


def recording_of(database: Database, grading: str) -> bytes | None:
    """The recording of the grading with this key, compressed; None if none was made."""
    [[data]] = database.select("gradings", ["recording"], "key = ?", [grading])
    return data if isinstance(data, bytes) else None


def _add(database: Database, table: str, rows: Iterable[msgspec.Struct]) -> None:
    for row in rows:
        database.add(table, {name: _value(getattr(row, name)) for name in COLUMNS[table]})


def _value(value: object) -> Value:
    if isinstance(value, bool):
        return int(value)
    return value if isinstance(value, PLAIN) else _text(value)


def _text(value: object) -> str:
    """Structs and mappings as JSON, always in the same order."""
    return msgspec.json.encode(value, order="deterministic").decode()


def _all(
    database: Database, table: str, kind: type[Any], columns: tuple[str, ...]
) -> Iterable[Any]:
    """The rows of a table as structs; columns of other kinds than SQLite has are JSON in it."""
    kinds: Mapping[str, Any] = {field.name: field.type for field in msgspec.structs.fields(kind)}
    for row in database.select(table, columns):
        try:
            parts = {
                name: _read(value, kinds[name]) for name, value in zip(columns, row, strict=True)
            }
            yield msgspec.convert(parts, kind)
        except (msgspec.DecodeError, msgspec.ValidationError):
            raise _damaged(database, table) from None


def _read(value: Value, kind: object) -> object:
    if kind is bool:
        return bool(value)
    if isinstance(value, str) and kind is not str and not _is_text(kind):
        return msgspec.json.decode(value)
    return value


def _is_text(kind: object) -> bool:
    return isinstance(kind, type) and issubclass(kind, str)


def _damaged(database: Database, table: str) -> CommandMisused:
    return CommandMisused(
        f"{database.path} has a row in {table} that can't be read: it is damaged. "
        "Go back to a copy."
    )
