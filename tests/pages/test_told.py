"""What stands at the head of a student's page: the points that count, the deadline, the penalty."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from msgspec.structs import replace as changed
from support.classes_of_pages import report
from support.gradebooks import attempt, grading, moment, person, roster, with_policy

from autograder.gradebook.grades import book_of
from autograder.gradebook.rows import Rows
from autograder.pages.told import told
from autograder.results import Visibility

NOW = datetime(2026, 12, 20, tzinfo=UTC)
LATE = {"deadline": "2026-12-01 12:00", "late": {"percent": 10}}


def head(toy_course, *, day, hour=12, minute=0, made=None, scores=None, **policy):
    """The head of Ada's page, who has handed in at this time."""
    its = attempt("Ada", submitted=moment(day, hour, minute))
    assignments = with_policy(toy_course, **policy)
    rows = Rows(
        attempts=(its,),
        gradings=(grading(its, scores or {"vowels": 2.0, "shares": 4.0}),),
        rosters=(roster(person("Ada")),),
    )
    book = book_of(rows, assignments)
    return told(book.grades["ada", "counting"], made or report(), None, assignments[0], NOW)


@pytest.mark.parametrize(
    ("day", "hour", "minute", "words"),
    [
        (1, 11, 59, "handed in in time"),
        (1, 12, 30, "handed in 30 minutes late, −0.6 points"),
        (1, 18, 0, "handed in 6.0 hours late, −0.6 points"),
        (4, 12, 0, "handed in 3.0 days late, −1.8 points"),
    ],
)
def test_deadline_and_penalty_are_told_in_words(toy_course, day, hour, minute, words):
    made = head(toy_course, day=day, hour=hour, minute=minute, **LATE)

    assert made.line[0] == "due Tue 1 Dec 2026, 12:00 UTC"
    assert made.line[1].startswith(words)


def test_what_is_still_to_come_is_told(toy_course):
    made = head(toy_course, day=1, hour=10, **LATE)

    assert made.so_far
    assert made.line[-1] == "1 task still to be graded"
    assert (made.points, made.out_of) == (6.0, 7.0)


def test_without_a_penalty_none_is_told(toy_course):
    made = head(toy_course, day=2, deadline="2026-12-01 12:00")

    assert made.line[1] == "handed in 24.0 hours late, no penalty"


def test_the_total_is_not_told_before_all_checks_are(toy_course):
    whole = report()
    hidden = changed(
        whole,
        tasks=tuple(
            changed(t, checks=tuple(changed(c, visibility=Visibility.HIDDEN) for c in t.checks))
            if t.task == "shares"
            else t
            for t in whole.tasks
        ),
    )

    made = head(toy_course, day=4, made=hidden, **LATE)

    assert made.points == 1.0  # of vowels alone
    assert made.steps == ()
    assert not any("−" in words for words in made.line)
