"""Names of mistakes as people read them."""

from __future__ import annotations

import pytest

from autograder.exporters.wording import mistake_in_words
from autograder.results import CheckResult, Status

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
