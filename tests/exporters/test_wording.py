"""Names of mistakes as people read them."""

from __future__ import annotations

import pytest

from autograder.exporters.wording import mistake_in_words, total_of, why_changed
from autograder.results import CheckResult, Regrade, Report, Status

LIST = "The numbers of `shares` are right, but they are given as a list. Look again."


@pytest.mark.parametrize(
    ("name", "diagnosis", "words"),
    [
        ("flips_the_kernel", "", "flips the kernel"),
        ("f:answer:list", LIST, "The numbers of shares are right, but they are given as a list"),
        ("f:answer:list", "", "f: answer, list"),
        ("f:fails_unless:all_sides_are_equal", LIST, "f fails unless all sides are equal"),
    ],
)
def test_no_name_of_ours_is_shown(name, diagnosis, words):
    check = CheckResult(
        check="test_it",
        title="It is so.",
        status=Status.WRONG,
        score=0.0,
        points=1.0,
        diagnosis=diagnosis,
        mistakes=(name,),
    )

    assert mistake_in_words(name, check) == words


def test_a_sentence_about_several_mistakes_is_said_of_none():
    check = CheckResult(
        check="test_it",
        title="It is so.",
        status=Status.WRONG,
        score=0.0,
        points=1.0,
        diagnosis=LIST,
        mistakes=("f:answer:list", "f:bias:absent"),
    )

    assert mistake_in_words("f:bias:absent", check) == "f: bias, absent"


def total(**more: float) -> Report:
    return Report(assignment="a", submission="s", score=17.5, points=18.0, tier="process", **more)


@pytest.mark.parametrize(
    ("report", "words"),
    [
        (total(), "17.5 of 18"),
        (total(by_person=2.0), "17.5 of 18, 2 more by a person"),
        (total(bonus=1.5, by_person=2.5), "17.5 of 18 + 1.5 bonus, 2.5 more by a person"),
    ],
)
def test_a_total_says_what_a_person_can_give_beside_the_checks(report, words):
    assert total_of(report) == words


def test_a_changed_grade_says_whose_points_it_means():
    regrade = Regrade("2026-12-01T00:00:00+00:00", "ada", "It was too strict.", 9.0, 17.5)

    assert "9 → 17.5 of 18 points: It" in why_changed(regrade, total())
    assert "9 → 17.5 of 18 points by checks: It" in why_changed(regrade, total(by_person=2.0))
