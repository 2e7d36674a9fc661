"""Tests that gradebooks are merged in any order and as often as one likes, with the same end."""

from __future__ import annotations

import itertools
import sqlite3

import pytest
from support.gradebooks import attempt, moment, person, report, roster

from autograder.errors import CommandMisused
from autograder.gradebook import store
from autograder.gradebook.database import opened
from autograder.gradebook.merging import merge
from autograder.gradebook.tables import COLUMNS

EARLY, LATER = moment(2), moment(3)


def part(path, *names, at=EARLY, people=("Ada", "Bela", "Kim")):
    with opened(path, make=True) as book, book.together():
        store.add_roster(book, roster(*map(person, people)))
        for name in names:
            its = attempt(name)
            store.add_attempts(book, [its])
            made = report(name, [("vowels", 2.0, 2.0)])
            store.add_grading(book, made, its, at=at, author="me", reason="", recording=b"r")
    return path


def rows(path):
    """All rows with reports and recordings."""
    with opened(path) as book:
        return {
            table: list(book.select(table, ("key", *names))) for table, names in COLUMNS.items()
        }


@pytest.fixture
def parts(tmp_path):
    return [
        part(tmp_path / "a.sqlite", "Ada", "Bela"),
        part(tmp_path / "b.sqlite", "Bela", at=LATER),
        part(tmp_path / "c.sqlite", "Kim"),
    ]


def test_any_order_and_any_number_of_times_is_the_same(tmp_path, parts):
    ends = []
    for number, order in enumerate(itertools.permutations(parts)):
        path = tmp_path / f"all-{number}.sqlite"
        with opened(path, make=True) as whole:
            merge(whole, order)
            merge(whole, order[:2])
        ends.append(rows(path))

    assert all(end == ends[0] for end in ends)
    assert len(ends[0]["gradings"]) == 4
    assert len(ends[0]["rosters"]) == 1


def test_in_steps_is_the_same_as_at_once(tmp_path, parts):
    with opened(tmp_path / "steps.sqlite", make=True) as whole:
        for each in parts:
            merge(whole, [each])
    with opened(tmp_path / "pair.sqlite", make=True) as pair:
        merge(pair, parts[1:])
    with opened(tmp_path / "nested.sqlite", make=True) as whole:
        merge(whole, [tmp_path / "pair.sqlite", parts[0]])

    assert rows(tmp_path / "steps.sqlite") == rows(tmp_path / "nested.sqlite")


def test_a_part_that_was_tampered_with_is_refused_and_nothing_is_merged(tmp_path, parts):
    raw = sqlite3.connect(parts[2])
    raw.execute("DROP TRIGGER gradings_stays_on_UPDATE")
    raw.execute("""UPDATE gradings SET outcome = '{"tasks":[["vowels",9.0,9.0,""]]}'""")
    raw.commit()
    raw.close()
    with opened(tmp_path / "all.sqlite", make=True) as whole:
        with pytest.raises(CommandMisused, match="was changed or is damaged"):
            merge(whole, parts)

        assert store.read(whole).attempts == ()


def test_a_gradebook_is_not_merged_with_itself(parts):
    with opened(parts[0]) as whole, pytest.raises(CommandMisused, match="with itself"):
        merge(whole, [parts[1], parts[0]])
