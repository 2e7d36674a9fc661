"""What stands below the heading of each question is the answer to it."""

from __future__ import annotations

import pytest
from support.paths import PROJECT
from support.reviewing import FILE, QUESTIONS, written

from autograder.course.load import load_course
from autograder.review.answers import answers, fingerprint

COURSE = load_course(PROJECT)
TASK = COURSE.assignment("workbook").task("thinking_breaks")
GIVEN = (COURSE.template_folder(COURSE.assignment("workbook")) / FILE).read_text()


def test_the_file_as_given_holds_no_answer():
    assert set(answers(TASK, GIVEN, GIVEN).values()) == {""}


def test_each_answer_belongs_to_its_question():
    found = answers(TASK, written({1: "One.\n\nTwo.", 6: "Lost."}), GIVEN)

    assert list(found) == QUESTIONS
    assert found[QUESTIONS[0]] == "One.\n\nTwo."
    assert found[QUESTIONS[5]] == "Lost."
    assert [found[each] for each in QUESTIONS[1:5]] == [""] * 4


@pytest.mark.parametrize(
    "answer",
    ["### My own heading\nText", "# Louder\nText", "```python\n## 2. in code\n```\nText"],
)
def test_headings_of_their_own_stay_in_the_answer(answer):
    assert answers(TASK, written({1: answer}), GIVEN)[QUESTIONS[0]] == answer


def test_a_changed_heading_shows_the_whole_file():
    text = written({1: "First.", 2: "Second."}).replace(f"## {QUESTIONS[0]}", "## Question one")

    found = answers(TASK, text, GIVEN)

    assert "First." in found[QUESTIONS[0]]
    assert "Second." in found[QUESTIONS[0]]
    assert found[QUESTIONS[1]] == "Second."


def test_headings_may_differ_in_case_space_and_level():
    text = written({3: "Third."}).replace(f"## {QUESTIONS[2]}", f"#  {QUESTIONS[2].upper()} ")

    assert answers(TASK, text, GIVEN)[QUESTIONS[2]] == "Third."


def test_comments_are_no_answer():
    assert answers(TASK, written({1: "<!-- nothing\nyet -->"}), GIVEN)[QUESTIONS[0]] == ""


def test_answers_that_differ_in_space_only_are_alike():
    assert fingerprint("One  window.\nTwo") == fingerprint("One window. Two ")
    assert fingerprint("One window") != fingerprint("one window")
