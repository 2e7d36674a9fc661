"""Tests what is told of a regrade, and what is accepted of it."""

from __future__ import annotations

from msgspec.structs import replace
from support.reports import check, report, task

from autograder.grading.moves import Move, by_check
from autograder.results import Regrade, Status

HOW = {"at": "2026-11-29T18:00:00Z", "author": "ada", "reason": "It was too strict."}
WRONG, RIGHT = check(Status.WRONG, check="test_a"), check(check="test_a")
OTHER = check(check="test_b")
BEFORE, AFTER = report(task(WRONG, OTHER)), report(task(RIGHT, OTHER))


def test_a_move_names_the_checks_that_make_it():
    move = Move(BEFORE, AFTER)

    [found] = move.checks()

    assert (move.points, move.is_same) == (1.0, False)
    assert (found.task, found.check, found.before, found.after) == ("shares", "test_a", 0.0, 1.0)
    assert (found.was, found.now) == (Status.WRONG, Status.PASSED)


def test_checks_come_and_go():
    fewer, more = report(task(RIGHT)), report(task(RIGHT, OTHER))

    [gone], [new] = Move(more, fewer).checks(), Move(fewer, more).checks()

    assert (gone.was, gone.now, gone.after) == (Status.PASSED, None, 0.0)
    assert (new.was, new.now, new.before) == (None, Status.PASSED, 0.0)


def test_durations_and_versions_are_no_change():
    later = replace(
        BEFORE,
        seconds=9.0,
        environment={"course": "another"},
        tasks=tuple(replace(each, seconds=8.0) for each in BEFORE.tasks),
    )

    assert Move(BEFORE, later).is_same
    assert Move(BEFORE, later).accepted(**HOW) is None


def test_what_is_accepted_says_why():
    accepted = Move(BEFORE, AFTER).accepted(**HOW)

    assert accepted == replace(AFTER, regrades=(Regrade(**HOW, before=1.0, after=2.0),))


def test_regrades_are_kept_in_their_order():
    once = Move(BEFORE, AFTER).accepted(**HOW)
    assert once is not None

    twice = Move(once, BEFORE).accepted(**{**HOW, "reason": "No, it was right."})

    assert twice is not None
    assert [each.reason for each in twice.regrades] == [HOW["reason"], "No, it was right."]
    assert Move(once, AFTER).is_same


def test_other_words_with_the_same_points_need_no_reason():
    told = report(task(replace(WRONG, title="Another title."), OTHER))

    assert Move(BEFORE, told).accepted(**HOW) == told


def test_no_grade_is_lowered_if_none_should_be():
    assert Move(AFTER, BEFORE).accepted(**HOW, never_lower=True) is None
    assert Move(AFTER, BEFORE).accepted(**HOW) is not None
    assert Move(BEFORE, AFTER).accepted(**HOW, never_lower=True) is not None


def test_what_could_not_be_regraded_stays():
    move = Move(BEFORE, None, "lost")

    assert (move.points, move.is_same, move.accepted(**HOW)) == (0.0, True, None)


def test_checks_are_counted_over_the_class():
    up, down, none = Move(BEFORE, AFTER), Move(AFTER, BEFORE), Move(AFTER, AFTER)

    assert by_check([up, up, down, none]) == {("shares", "test_a"): (2, 1)}
