"""The tables of a gradebook, and how an older gradebook becomes one of today.

`MIGRATIONS[n]` leads from version n to n + 1 (`PRAGMA user_version`). What is released is never
changed: another table or column is one more migration.
"""

from __future__ import annotations

APPLICATION_ID = 0x67726462  # "grdb", so that `file` and we know what it is

COLUMNS = {
    "attempts": (
        "at", "author", "reason", "attempt", "assignment", "name", "source", "claims", "content",
        "submitted", "is_late", "number",
    ),
    "gradings": (
        "at", "author", "reason", "attempt", "assignment", "checks", "seed", "versions", "device",
        "tier", "seconds", "awaits", "outcome", "report", "recording",
    ),
    "edits": ("at", "author", "reason", "assignment", "student", "kind", "value"),
    "rosters": ("at", "author", "reason", "people"),
    "runs": (
        "at", "author", "reason", "assignment", "shard", "shards", "submissions", "seen",
    ),
}  # fmt: skip

TABLES = """
CREATE TABLE attempts (
    key TEXT PRIMARY KEY, at TEXT NOT NULL, author TEXT NOT NULL, reason TEXT NOT NULL,
    attempt TEXT NOT NULL, assignment TEXT NOT NULL, name TEXT NOT NULL, source TEXT NOT NULL,
    claims TEXT NOT NULL, content TEXT NOT NULL, submitted TEXT NOT NULL,
    is_late INTEGER NOT NULL, number INTEGER NOT NULL
) STRICT;
CREATE TABLE gradings (
    key TEXT PRIMARY KEY, at TEXT NOT NULL, author TEXT NOT NULL, reason TEXT NOT NULL,
    attempt TEXT NOT NULL, assignment TEXT NOT NULL, checks TEXT NOT NULL, seed TEXT NOT NULL,
    versions TEXT NOT NULL, device TEXT NOT NULL, tier TEXT NOT NULL, seconds REAL NOT NULL,
    awaits INTEGER NOT NULL, outcome TEXT NOT NULL, report BLOB NOT NULL, recording BLOB NULL
) STRICT;
CREATE TABLE edits (
    key TEXT PRIMARY KEY, at TEXT NOT NULL, author TEXT NOT NULL, reason TEXT NOT NULL,
    assignment TEXT NOT NULL, student TEXT NOT NULL, kind TEXT NOT NULL, value TEXT NOT NULL
) STRICT;
CREATE TABLE rosters (
    key TEXT PRIMARY KEY, at TEXT NOT NULL, author TEXT NOT NULL, reason TEXT NOT NULL,
    people TEXT NOT NULL
) STRICT;
CREATE TABLE runs (
    key TEXT PRIMARY KEY, at TEXT NOT NULL, author TEXT NOT NULL, reason TEXT NOT NULL,
    assignment TEXT NOT NULL, shard INTEGER NOT NULL, shards INTEGER NOT NULL,
    submissions INTEGER NOT NULL, seen TEXT NOT NULL
) STRICT;
CREATE INDEX gradings_by_attempt ON gradings (attempt);
"""

APPEND_ONLY = "".join(
    f"CREATE TRIGGER {table}_stays_on_{verb} BEFORE {verb} ON {table} "
    "BEGIN SELECT RAISE(ABORT, 'a gradebook is append-only'); END;\n"
    for table in COLUMNS
    for verb in ("UPDATE", "DELETE")
)

# Version 2 knows more kinds of edits, which would be damage to who knows only version 1.
MIGRATIONS = (TABLES + APPEND_ONLY, "")
