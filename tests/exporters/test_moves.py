"""Tests the preview of a regrade, and what students read of one that was accepted."""

from __future__ import annotations

import io

import pytest
from msgspec.structs import replace
from rich.console import Console
from support.reports import check, later, report, shown_to_students, task

from autograder.exporters import moves
from autograder.exporters.for_students import for_students
from autograder.grading.moves import Move
from autograder.results import RanAgain, Regrade, Report, Status

WRONG, RIGHT = check(Status.WRONG, check="test_a"), check(check="test_a")
OTHER = check(check="test_b")
BEFORE, AFTER = report(task(WRONG, OTHER)), report(task(RIGHT, OTHER))
REASON = "The tolerance was <b>too</b> strict."
REGRADE = Regrade("2026-11-29T18:00:00Z", "ada lovelace", REASON, 1.0, 2.0)


def named(name: str, each: Report) -> Report:
    return replace(each, submission=name)


def move(name: str, before: Report, after: Report | None, **more: object) -> Move:
    return Move(named(name, before), after and named(name, after), **more)  # type: ignore[arg-type]


def shown(*found: Move, **more: bool) -> str:
    screen = io.StringIO()
    names = [each.before.submission for each in found]
    Console(file=screen, width=200).print(moves.render(found, names, **more))
    return screen.getvalue()


def test_everybody_who_moves_is_named_with_the_checks_that_move_them():
    text = shown(move("ada", BEFORE, AFTER), move("bob", AFTER, BEFORE), move("cy", AFTER, AFTER))

    assert "ada: 1 → 2 of 2 (+1)" in text
    assert "bob: 2 → 1 of 2 (-1)" in text
    assert "cy" not in text
    assert "shares: test_a: wrong → passed (+1)  It is right." in text
    assert "shares: test_a: 1 up and 1 down" in text
    assert "3 regraded: 1 up, 1 down, 0 with the same points and other words, 1 as before." in text


@pytest.mark.parametrize(
    ("before", "after", "place", "words"),
    [
        (RIGHT, replace(RIGHT, title="It holds."), "title of shares: test_a", "other titles"),
        (WRONG, replace(WRONG, told="It is 3."), "sentence of shares: test_a", "other sentences"),
        (
            WRONG,
            replace(WRONG, status=Status.CRASHED, diagnosis="It ends early."),
            "end of shares: test_a",
            "other ends of checks and other sentences",
        ),
        (RIGHT, replace(RIGHT, check="test_c"), "check of shares: test_c", "other checks"),
    ],
)
def test_what_changes_without_points_is_named(before, after, place, words):
    one, other = report(task(before, OTHER)), report(task(after, OTHER))

    text = shown(move("ada", one, other), move("bob", one, other), move("cy", one, one))

    assert f"  {place}: 2\n" in text
    assert f"2 with the same points and {words}, 1 as before." in text


def test_notes_are_named_where_nothing_else_has_changed():
    text = shown(move("ada", AFTER, replace(AFTER, notes=("Rename it.",))))

    assert "notes of the submission: 1" in text
    assert "1 with the same points and other notes, 0 as before." in text


def test_what_only_newer_reports_say_is_no_change():
    newer = replace(AFTER, by_person=2.0, title="Letters and shares")

    assert "0 with the same points and other words, 1 as before." in shown(
        move("ada", AFTER, newer)
    )


def test_who_would_lose_points_is_said_to_keep_them():
    text = shown(move("bob", AFTER, BEFORE), never_lower=True)

    assert "(kept: no grade is lowered)" in text
    assert "1 down (they keep their points)" in text


def test_what_ran_again_and_what_could_not_is_said():
    again = (RanAgain("shares", ("test_a",)), RanAgain("vowels", because="the limits differ"))

    text = shown(
        move("ada", BEFORE, AFTER, ran_again=again), move("bob", AFTER, None, problem="No.")
    )

    assert "ada: shares was run again: test_a" in text
    assert "ada: vowels was run again: everything, because the limits differ" in text
    assert "! bob keeps its report: No." in text
    assert "1 could not be regraded, and keep their reports." in text


def test_what_ran_again_without_moving_points_is_said_once_for_all():
    again = (RanAgain("shares", ("test_a", "test_b")),)
    unmoved = [move(name, AFTER, AFTER, ran_again=again) for name in ("bob", "cy")]
    many = [move(f"student {n}", AFTER, AFTER, ran_again=again) for n in range(7)]

    few, all_ = shown(move("ada", BEFORE, AFTER, ran_again=again), *unmoved), shown(*many)

    assert few.count("was run again") == 1
    assert "ada: shares was run again: test_a, test_b" in few
    assert "Run again, with the same points:\n  shares: test_a, test_b: bob and cy\n" in few
    assert "was run again" not in all_
    assert "  shares: test_a, test_b: 7 of 7\n" in all_
    assert "student" not in all_
    assert "Run again" not in shown(move("ada", BEFORE, AFTER), move("bob", AFTER, AFTER))


def test_a_name_is_no_command_to_a_runner():
    text = shown(move("::error::x\n::warning::y", BEFORE, AFTER))

    assert not [line for line in text.splitlines() if line.lstrip().startswith("::")]


def test_students_read_why_their_grade_changed_wherever_they_read_it():
    regraded = replace(AFTER, regrades=(REGRADE,))

    for name, text in shown_to_students(regraded, {}).items():
        if name in ("summary", "comment", "gradescope", "terminal", "result.json"):
            assert "Graded again, 1 → 2 of 2 points" in text, name
        assert "lovelace" not in text, name
        assert name not in ("summary", "comment") or "<b>" not in text


def test_while_checks_are_hidden_the_reason_names_no_points():
    regraded = replace(report(task(RIGHT, later())), regrades=(REGRADE,))

    notes = for_students(regraded).notes

    assert f"Graded again: {REASON}" in notes
    assert not for_students(regraded).regrades
