"""The file of a gradebook: SQLite that only grows, and that only its owner can read.

Each write is one transaction, so that a kill loses at most what was being written. The file holds
what hidden checks asked (recordings, reports): it is made with mode 0600.
"""

from __future__ import annotations

import contextlib
import os
import shlex
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from autograder.errors import CommandMisused
from autograder.files import on_disk
from autograder.gradebook.rows import Value, key_of
from autograder.gradebook.tables import APPLICATION_ID, COLUMNS, MIGRATIONS

BUSY_SECONDS = 10.0
OLDEST_SQLITE = (3, 37)  # it has STRICT tables
HEAD = b"SQLite format 3\0"


class Database:
    """An open gradebook. Use it as a context manager, in one thread."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path, self._connection = path, connection

    def __enter__(self) -> Database:
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(sqlite3.Error):  # all that counts is committed
            self._connection.close()

    @contextmanager
    def together(self) -> Iterator[None]:
        """Make one transaction of all that is added in this block: all of it is kept, or nothing.

        Raises `CommandMisused` if it can't be written.
        """
        with sentences(self.path):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                with contextlib.suppress(sqlite3.Error):  # a full disk has rolled back already
                    self._connection.execute("ROLLBACK")
                raise

    def add(self, table: str, row: Mapping[str, Value]) -> str:
        """Add a row, and give its key. To be called within `together`."""
        values = [row[column] for column in COLUMNS[table]]
        self.add_values(table, values)
        return key_of(table, values)

    def add_values(self, table: str, values: Sequence[Value]) -> bool:
        """Add a row, given as the values of its columns in their order; whether it is new."""
        names = ", ".join(("key", *COLUMNS[table]))
        marks = ", ".join("?" * (1 + len(values)))
        into = f"INSERT OR IGNORE INTO {table} ({names}) VALUES ({marks})"  # noqa: S608 - ours
        row = (key_of(table, values), *values)
        return self._connection.execute(into, row).rowcount == 1

    def select(
        self, table: str, columns: Sequence[str], where: str = "", given: Sequence[Value] = ()
    ) -> Iterator[tuple[Value, ...]]:
        """Rows by time and key. `where` is a condition of ours, with `?` for what is `given`."""
        condition = f"WHERE {where}" if where else ""
        names = ", ".join(columns)
        query = f"SELECT {names} FROM {table} {condition} ORDER BY at, key"  # noqa: S608 - ours
        with sentences(self.path):
            yield from self._connection.execute(query, tuple(given))


def opened(path: Path, *, make: bool = False, migrations: Sequence[str] = MIGRATIONS) -> Database:
    """The gradebook at `path`, brought to today's version after a copy.

    With `make`, it is made if there is none. Raises `CommandMisused` with a sentence if it is no
    gradebook, is damaged, belongs to a newer kit, is locked, or can't be written.
    """
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        raise CommandMisused(
            f"This Python comes with SQLite {sqlite3.sqlite_version}; a gradebook needs 3.37 or "
            "newer. Use a newer Python."
        )
    is_new = not path.exists()
    if is_new and not make:
        raise CommandMisused(
            f"There is no gradebook {path}. `autograder grade DOWNLOAD "
            f"--gradebook {shlex.quote(str(path))}` makes one; --gradebook names another."
        )
    if path.is_dir():
        raise CommandMisused(f"{path} is a folder; a gradebook is a file. Name one.")
    if is_new:
        _make_private(path)
    else:
        _refuse_other_files(path)
    with sentences(path):
        connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
        try:
            _prepare(connection, path, migrations)
        except BaseException:
            connection.close()
            raise
    return Database(path, connection)


@contextmanager
def sentences(path: Path) -> Iterator[None]:
    """Turn SQLite's exceptions into sentences that say what to do."""
    try:
        yield
    except sqlite3.Error as error:
        raise CommandMisused(_sentence(error, path)) from None


def _sentence(error: sqlite3.Error, path: Path) -> str:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the extended codes are in the high bytes
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return (
            f"{path} is in use by another command. Wait until that has ended, and try again; "
            "nothing was changed."
        )
    if code in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
        return (
            f"{path} can't be written: the disk is full, or failing ({error}). What was written "
            "before is safe. Make room, and run the same command again."
        )
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
        return f"{path} can't be opened for writing ({error}). Check who owns it and its folder."
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_MISMATCH):
        return _damaged(path)
    return f"{path} can't be read as a gradebook ({error}). Go back to a copy that can."


def _damaged(path: Path) -> str:
    return (
        f"{path} is damaged, or no gradebook at all. Go back to a copy of it; or move it away, and "
        "grade again with the same command."
    )


def _make_private(path: Path) -> None:
    """An empty file that only its owner can read: SQLite gives its own files the same mode."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except OSError as error:
        raise on_disk.unwritable(error, path) from None


def _refuse_other_files(path: Path) -> None:
    try:
        with path.open("rb") as file:
            head = file.read(len(HEAD))
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise CommandMisused(f"{path} can't be read: {reason}. Name another gradebook.") from None
    if head not in (b"", HEAD):
        raise CommandMisused(_damaged(path))


def _prepare(connection: sqlite3.Connection, path: Path, migrations: Sequence[str]) -> None:
    [application] = connection.execute("PRAGMA application_id").fetchone()
    [version] = connection.execute("PRAGMA user_version").fetchone()
    [tables] = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    if application != APPLICATION_ID and (tables or version):
        raise CommandMisused(f"{path} is an SQLite database, but no gradebook. Name another file.")
    if version > len(migrations):
        raise CommandMisused(
            f"{path} is a gradebook of a newer autograder (version {version}; this one knows "
            f"{len(migrations)}). Nothing was changed. Install the newer one."
        )
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    if version < len(migrations):
        if version:
            _copy(connection, path.with_name(f"{path.name}.version-{version}"))
        _migrate(connection, migrations)


def _copy(connection: sqlite3.Connection, to: Path) -> None:
    """A whole copy, before anything is changed. One that is there already is left alone."""
    if to.exists():
        return
    beside = to.with_name(f".{to.name}.{os.getpid()}")
    _make_private(beside)
    try:
        copy = sqlite3.connect(beside)
        try:
            connection.backup(copy)
        finally:
            copy.close()
        os.replace(beside, to)
    finally:
        beside.unlink(missing_ok=True)


def _migrate(connection: sqlite3.Connection, migrations: Sequence[str]) -> None:
    """All steps in one transaction: a kill leaves the old version, or the new one."""
    connection.execute("BEGIN IMMEDIATE")
    # Another command may have been quicker.
    [version] = connection.execute("PRAGMA user_version").fetchone()
    for script in migrations[version:]:
        for statement in _statements(script):
            connection.execute(statement)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {len(migrations)}")
    connection.execute("COMMIT")


def _statements(script: str) -> Iterator[str]:
    """The statements of a script, each of which ends at the end of a line."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
