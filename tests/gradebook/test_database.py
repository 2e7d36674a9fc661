"""Tests the file of a gradebook: private, append-only, and with a sentence for every trouble."""

from __future__ import annotations

import os
import random
import sqlite3
import stat
import subprocess
import sys
import time

import pytest
from support.gradebooks import attempt, moment, report

from autograder.errors import CommandMisused
from autograder.gradebook import database, store
from autograder.gradebook.database import opened
from autograder.gradebook.tables import COLUMNS, MIGRATIONS

SOME = [("vowels", 2.0, 2.0)]
LEAVE = """
import sys
from pathlib import Path
from support.gradebooks import attempt, moment, report
from autograder.gradebook import store
from autograder.gradebook.database import opened

with opened(Path(sys.argv[1]), make=True) as book:
    for number in range(10_000):
        its = attempt(f"Student {number}")
        with book.together():
            store.add_attempts(book, [its])
            store.add_grading(book, report(its.name, [("vowels", 2.0, 2.0)]), its,
                              at=moment(2), author="staff", reason="")
        print(number, flush=True)
"""


@pytest.fixture
def path(tmp_path):
    return tmp_path / "grades.sqlite"


def add(book, name="Ada", recording=None):
    its = attempt(name)
    with book.together():
        store.add_attempts(book, [its])
        store.add_grading(
            book, report(name, SOME), its, at=moment(2), author="me", reason="", recording=recording
        )


def stop_halfway(book):
    with book.together():
        store.add_attempts(book, [attempt("Ada")])
        raise KeyboardInterrupt


def test_what_is_added_is_read_again(path):
    with opened(path, make=True) as book:
        add(book, recording=b"compressed")
    with opened(path) as book:
        rows = store.read(book)

        assert rows.attempts == (attempt("Ada"),)
        assert rows.gradings[0].outcome.tasks == (("vowels", 2.0, 2.0, ""),)
        assert store.report_of(book, rows.gradings[0].key) == report("Ada", SOME)
        assert store.recording_of(book, rows.gradings[0].key) == b"compressed"


def test_the_same_row_is_added_once(path):
    with opened(path, make=True) as book:
        add(book)
        add(book)

        assert len(store.read(book).gradings) == 1


def test_only_its_owner_reads_it(path):
    with opened(path, make=True) as book:
        add(book)
        modes = {each.name: stat.S_IMODE(each.stat().st_mode) for each in path.parent.iterdir()}

    assert set(modes.values()) == {0o600}, modes


def test_nothing_is_overwritten_or_removed(path):
    with opened(path, make=True) as book:
        add(book)
    raw = sqlite3.connect(path)
    for table in COLUMNS:
        raw.execute(f"INSERT OR IGNORE INTO {table} SELECT * FROM {table}")  # noqa: S608
    for statement in ("UPDATE gradings SET seconds = 0", "DELETE FROM attempts"):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            raw.execute(statement)
    raw.close()


def test_half_a_block_is_not_kept(path):
    with opened(path, make=True) as book:
        with pytest.raises(KeyboardInterrupt):
            stop_halfway(book)

        assert store.read(book).attempts == ()


def test_a_newer_gradebook_is_refused_and_left_as_it_is(path):
    with opened(path, make=True):
        pass
    raw = sqlite3.connect(path)
    raw.execute("PRAGMA user_version = 99")
    raw.close()
    before = path.read_bytes()

    with pytest.raises(CommandMisused, match="of a newer autograder"):
        opened(path)

    assert path.read_bytes() == before


def test_an_older_gradebook_is_copied_and_then_migrated(path):
    with opened(path, make=True) as book:
        add(book)
    more = (*MIGRATIONS, "CREATE TABLE remarks (key TEXT PRIMARY KEY) STRICT;\n")

    with opened(path, migrations=more) as book:
        assert len(store.read(book).attempts) == 1
        assert list(book._connection.execute("SELECT * FROM remarks")) == []
    copy = path.with_name("grades.sqlite.version-2")

    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    with opened(copy) as old:
        assert len(store.read(old).attempts) == 1
    with pytest.raises(CommandMisused, match="newer"):
        opened(path)


def test_a_migration_that_fails_changes_nothing(path):
    with opened(path, make=True) as book:
        add(book)
    wrong = (*MIGRATIONS, "CREATE TABLE remarks (key TEXT);\nCREATE TABLE remarks (key TEXT);\n")

    with pytest.raises(CommandMisused):
        opened(path, migrations=wrong)

    with opened(path) as book:
        assert len(store.read(book).attempts) == 1


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"grades: none\n", "damaged, or no gradebook at all"),
        (b"SQLite format 3\0" + bytes(100), "damaged, or no gradebook at all"),
    ],
)
def test_other_files_are_refused(path, data, sentence):
    path.write_bytes(data)

    with pytest.raises(CommandMisused, match=sentence):
        opened(path, make=True)

    assert path.read_bytes() == data


def test_other_databases_are_refused(path):
    raw = sqlite3.connect(path)
    raw.execute("CREATE TABLE mine (a)")
    raw.close()

    with pytest.raises(CommandMisused, match="an SQLite database, but no gradebook"):
        opened(path, make=True)


def test_a_damaged_gradebook_is_told(path):
    with opened(path, make=True) as book:
        for number in range(50):
            add(book, f"Student {number}")
    data = bytearray(path.read_bytes())
    data[4096:] = random.Random(1).randbytes(len(data) - 4096)  # noqa: S311 - noise
    path.write_bytes(data)

    with pytest.raises(CommandMisused, match="damaged"), opened(path) as book:
        store.read(book)


def test_a_gradebook_in_use_is_told(path, monkeypatch):
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.1)
    in_use = pytest.raises(CommandMisused, match="in use by another command")
    with opened(path, make=True) as book, opened(path) as other, book.together(), in_use:
        add(other)


def test_a_full_disk_is_told_and_what_was_written_is_safe(path):
    with opened(path, make=True) as book:
        add(book)
    with opened(path) as book:
        [[pages]] = book._connection.execute("PRAGMA page_count")
        book._connection.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(CommandMisused, match="the disk is full"):
            add(book, "Bela", recording=bytes(100_000))

    with opened(path) as book:
        assert [each.name for each in store.read(book).attempts] == ["Ada"]


def test_none_and_folders_are_told(path):
    with pytest.raises(CommandMisused, match="There is no gradebook"):
        opened(path)
    with pytest.raises(CommandMisused, match="is a folder"):
        opened(path.parent, make=True)
    with pytest.raises(CommandMisused, match="can't be written"):
        opened(path / "missing" / "grades.sqlite", make=True)


def test_a_kill_at_any_moment_loses_at_most_the_last_row(path):
    chance = random.Random(7)  # noqa: S311 - moments
    for _ in range(12):
        writer = subprocess.Popen(
            [sys.executable, "-c", LEAVE, str(path)],
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        )
        writer.stdout.readline()
        time.sleep(chance.uniform(0, 0.1))
        writer.kill()
        told = len(writer.stdout.read().splitlines())
        writer.wait()
        writer.stdout.close()

        with opened(path) as book:
            rows = store.read(book)
        assert len(rows.gradings) == len(rows.attempts) > told
