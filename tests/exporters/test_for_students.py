"""Tests what students see of a report, and that they can't infer anything else from it."""

from __future__ import annotations

import msgspec
import pytest
from support.reports import check, later, report, task

from autograder.exporters.for_students import OURS, PARTIAL, UNTOLD, for_students, is_partial
from autograder.results import CheckResult, Place, Status, Visibility


def test_what_is_staffs_stays_with_staff():
    made = check(
        Status.WRONG,
        message="It is larger: 3141.",
        told="It is larger than it should be.",
        mistakes=("known_by_name",),
        call="shares(float32 (17,))",
        function="asked_of_a_helper",
        fault="broken at line 7",
    )

    seen = for_students(report(task(made, output="hidden input", data={"worst": ["a picture"]})))

    text = msgspec.json.encode(seen).decode()
    assert "It is larger than it should be." in text
    for secret in (
        "secret",
        "3141",
        "known_by_name",
        "17",
        "asked_of_a_helper",
        "broken at",
        "hidden input",
        "a picture",
        "5eed",
    ):
        assert secret not in text


def test_visible_checks_keep_their_points_and_the_total():
    made = report(task(check(), check(Status.WRONG)), task(name="essay"))

    seen = for_students(made)

    assert (seen.score, seen.points) == (1.0, 2.0)
    assert not is_partial(seen)
    assert [each.check for each in seen.tasks[0].checks] == ["shares 1", "shares 2"]


@pytest.mark.parametrize(
    ("when", "words"),
    [
        (Visibility.AFTER_DUE_DATE, "2 further checks are shown after the due date."),
        (Visibility.AFTER_PUBLISHED, "2 further checks are shown when the grades are published."),
        (Visibility.HIDDEN, "2 further checks are not shown."),
    ],
)
def test_checks_that_are_not_shown_are_only_counted(when, words):
    seen = for_students(report(task(check(), later(when), later(when, status=Status.WRONG))))

    assert [each.title for each in seen.tasks[0].checks] == ["It is right."]
    assert seen.tasks[0].notes == (words,)
    assert is_partial(seen)


@pytest.mark.parametrize("status", Status)
def test_how_a_check_ended_that_is_not_shown_changes_nothing(status):
    notes = ("a note of a hidden check",)
    data = {"accuracy": 0.5}

    def seen(hidden):
        seconds = 10.0 if hidden.status is Status.TIMED_OUT else 1.0
        first = task(check(), hidden, notes=notes, data=data, seconds=seconds)
        made = report(first, task(later(), name="other"), seconds=seconds)
        return msgspec.json.encode(for_students(made))

    assert seen(later(status=status, message="x", told="x", diagnosis="x")) == seen(later())


def test_points_of_a_task_whose_checks_all_come_later_are_not_shown():
    seen = for_students(report(task(check()), task(later(), later(), name="other")))

    assert (seen.tasks[1].score, seen.tasks[1].points) == (None, 2.0)
    assert seen.tasks[1].notes == ("2 checks are shown after the due date.",)
    assert (seen.score, seen.points) == (1.0, 1.0)
    assert PARTIAL in seen.notes


def only_check(made: CheckResult) -> CheckResult:
    """The check's result as students see it."""
    (seen,) = for_students(report(task(made))).tasks[0].checks
    return seen


def test_students_read_the_sentence_that_was_made_for_them():
    place = Place("shares.py", 3)
    made = check(
        Status.CRASHED, message="`f` raised E: 7.", told="`f` raised ValueError.", place=place
    )

    seen = only_check(made)

    assert (seen.message, seen.told, seen.place) == ("`f` raised ValueError.", "", place)


@pytest.mark.parametrize("status", [s for s in Status if s not in (Status.PASSED, Status.BROKEN)])
def test_what_has_no_sentence_for_students_is_not_shown(status):
    assert only_check(check(status, message="SECRET")).message == UNTOLD


def test_a_broken_check_says_whose_fault_that_is():
    assert only_check(check(Status.BROKEN, message="SECRET", told="SECRET")).message == OURS


def test_the_diagnosis_stays_a_field_of_its_own():
    made = check(Status.WRONG, told="The result is wrong.", diagnosis="Look at it.")

    seen = only_check(made)

    assert (seen.message, seen.diagnosis) == ("The result is wrong.", "Look at it.")
    assert seen.in_full == "The result is wrong. Look at it."


def test_notes_that_may_quote_a_student_stay_with_staff():
    made = task(check(), notes=("You could be shorter.",), notes_for_staff=("SECRET",))

    seen = msgspec.json.encode(for_students(report(made))).decode()

    assert "You could be shorter." in seen
    assert "SECRET" not in seen


def test_a_bonus_is_told_as_far_as_it_is_shown():
    bonus = task(check(), later(), name="extra", bonus=True)

    seen = for_students(report(task(check()), bonus, score=1.0, points=1.0, bonus=2.0))

    assert (seen.score, seen.points, seen.bonus) == (1, 1, 1)
