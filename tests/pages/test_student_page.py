"""What a student's page says, and what it must not say."""

from __future__ import annotations

import base64
import re
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest
from msgspec.structs import replace as changed
from support.classes_of_pages import report
from support.gradebooks import with_policy
from support.paths import TOY_COURSE

from autograder.course.load import load_course
from autograder.pages import of_submission
from autograder.pages.curve import curve
from autograder.pages.grids import picture
from autograder.pages.sight import PNG, sight
from autograder.pages.since import since
from autograder.results import Example, Numbers, Regrade, Status, TaskResult
from autograder.text.axes import place_of, words_of_each

BEFORE, AFTER = datetime(2026, 11, 30, tzinfo=UTC), datetime(2026, 12, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
def course():
    return load_course(TOY_COURSE)


def with_(course, **policy):
    [assignment] = with_policy(course, deadline="2026-12-05 12:00", **policy)
    return replace(course, assignments={"counting": assignment})


def test_nothing_of_staff_is_on_the_page(course):
    page = of_submission.page(report(), course, AFTER)

    assert "What test_vowels_one says is so." in page
    assert "SECRET" not in page
    assert 'id="task-1-check-1"' in page


def test_checks_of_after_the_due_date_come_then(course):
    made = report()
    later = changed(
        made,
        tasks=tuple(
            changed(t, checks=tuple(changed(c, visibility="after_due_date") for c in t.checks))
            if t.task == "shares"
            else t
            for t in made.tasks
        ),
    )

    before = of_submission.page(later, with_(course), BEFORE)
    after = of_submission.page(later, with_(course), AFTER)

    assert "What test_shares_one says is so." not in before
    assert "2 checks are shown after the due date." in before
    assert "What test_shares_one says is so." in after


def test_nobody_reads_them_while_another_has_more_time(course):
    policy = with_(course, extensions={"ada": "10 days"}).assignments["counting"].policy

    assert policy.released_by(AFTER) == frozenset()


@pytest.mark.parametrize(
    ("feedback", "now", "title", "message"),
    [
        ("message", BEFORE, True, True),
        ("title", BEFORE, True, False),
        ("score", BEFORE, False, False),
        ({"title": "2026-12-01 12:00", "message": "2026-12-20 12:00"}, BEFORE, False, False),
        ({"title": "2026-12-01 12:00", "message": "2026-12-20 12:00"}, AFTER, True, False),
        ({"message": "2026-12-08 12:00"}, AFTER, True, True),
    ],
)
def test_the_course_says_how_much_is_told_and_when(course, feedback, now, title, message):
    page = of_submission.page(report(), with_(course, feedback=feedback), now)

    assert ("What test_vowels_one says is so." in page) == title
    assert ("It is not right." in page) == message
    assert ("a slip" in page) == message
    assert (">yours" in page) == message


def test_a_regrade_says_why_once(course):
    regraded = Regrade("2026-12-01", "Ada", "a check was too strict", 1.0, 2.0)

    page = of_submission.page(report(regrades=(regraded,)), course, AFTER)

    assert page.count("a check was too strict") == 1
    assert "Why it changed" in page


def test_a_refused_submission_has_its_sentence_and_no_points(course):
    made = report(refused="It holds no file.", tasks=(), score=0.0, points=0.0)

    page = of_submission.page(made, course, AFTER)

    assert "It holds no file." in page
    assert 'class="score"' not in page


def test_what_changed_since_the_attempt_before():
    before, now = report(), report(status=Status.PASSED)

    fixed, broken = since(before, now), since(now, before)

    assert {task for task, _ in fixed.fixed} == {"vowels", "shares"}
    assert not fixed.broken_again
    assert broken.broken_again == fixed.fixed
    assert since(now, now).is_empty


def test_a_picture_shows_the_part_with_the_first_mistake():
    right = Numbers((2, 2, 2), "float32", tuple(float(n) for n in range(8)))
    mine = Numbers((2, 2, 2), "float32", (0.0, 1.0, 2.0, 3.0, 4.0, 9.0, 6.0, "NaN"))
    made = picture(
        Example(
            function="f",
            checks=("c",),
            code="print(f(x))",
            inputs=(),
            expected=right,
            yours=mine,
            wrong=(5, 7),
            place="at channel 1, row 0, column 1",
        )
    )

    expected, yours, difference = made.answers

    assert [[c.text for c in row] for row in expected.rows] == [["4", "5"], ["6", "7"]]
    assert [[c.is_wrong for c in row] for row in yours.rows] == [[False, True], [False, True]]
    assert [c.is_first for row in yours.rows for c in row] == [False, True, False, False]
    assert [[c.text for c in row] for row in difference.rows] == [["·", "+4"], ["·", "≠"]]
    assert made.shown == "channel 1"
    assert made.first.endswith("yours is 9, it should be 5")


def test_a_place_in_a_row_is_its_number_whatever_its_axis_is_called():
    right = Numbers((3,), "float32", (0.0, 1.0, 2.0))
    made = picture(
        Example(
            function="f",
            checks=("c",),
            code="print(f(x))",
            inputs=(),
            expected=right,
            yours=Numbers((3,), "float32", (0.0, 1.0, 9.0)),
            wrong=(2,),
            place=place_of(np.array([2]), words_of_each((), 1)),
        )
    )

    assert made.first == "at place 2: yours is 9, it should be 2"


def test_a_single_number_is_shown_as_one(course):
    made = report()
    number = Example(
        function="f",
        checks=("test_shares_one", "test_shares_two"),
        code="print(f(2))",
        inputs=(),
        expected=Numbers((), "float32", (1.0,)),
        yours=Numbers((), "float32", (0.5,)),
        wrong=(0,),
    )
    tasks = tuple(
        changed(t, examples=(changed(number, checks=tuple(c.check for c in t.checks)),))
        for t in made.tasks
    )

    page = of_submission.page(changed(made, tasks=tasks), course, AFTER)
    said = " ".join(re.sub("<[^>]+>", " ", page).split())

    assert (
        "expected 1 yours 0.5 difference −0.5 The number differs: yours is 0.5, it should" in said
    )
    assert "()" not in said
    assert picture(number).first == "yours is 0.5, it should be 1"


@pytest.mark.parametrize("losses", [None, [], [1.0], [1.0, float("nan")], "text", [1e9, 2e9]])
def test_what_is_no_learning_curve_is_not_drawn(losses):
    assert curve({"learning_curve": losses}) is None


def test_a_learning_curve_falls_from_the_left_to_the_right():
    drawn = curve({"learning_curve": [2.0, 1.0, 0.0]})

    assert drawn is not None
    (left, top), _, (right, bottom) = drawn.points
    assert left < right
    assert top < bottom  # of the screen
    assert "from 2 in the first to 0 in epoch 3" in drawn.in_words


def test_what_a_network_mistakes_is_told_only_if_the_course_says_so(course):
    png = base64.b64encode(PNG + b"picture").decode()
    seen = {
        "confusion": [[5, 1], [2, 6]],
        "classes": ["cat", "<b>dog"],
        "worst": [{"png": png, "is": "cat", "said": "<b>dog", "confidence": 0.9}],
        "kernels": [[[[1.0]], [[0.0]], [[-1.0]]]],
    }
    made = report()
    tasks = tuple(changed(each, data={**each.data, **seen}) for each in made.tasks)
    made = changed(made, tasks=tasks)

    usual = of_submission.page(made, with_(course), AFTER)
    told = of_submission.page(made, with_(course, networks="all"), AFTER)

    assert "50.0 %" in usual
    assert "<polyline" in usual
    assert "data:image" not in usual
    assert "What is taken for what" not in usual
    assert f"data:image/png;base64,{png}" in told
    assert "What is taken for what" in told
    assert "<b>dog" not in told


@pytest.mark.parametrize(
    "data",
    [
        {"classes": ["a"], "confusion": [[1, 2]]},
        {"worst": [{"png": "javascript:alert(1)", "is": "a", "said": "b", "confidence": 1.0}]},
        {"worst": [{"png": "aGk=", "is": "a", "said": "b", "confidence": 1.0}]},
        {"kernels": [[[1.0]]]},
        {},
    ],
)
def test_what_is_no_measurement_of_sight_is_not_drawn(data):
    assert sight(data) is None


@pytest.mark.parametrize(
    ("missing", "words"),
    [
        ("", "2 of 4.5 points so far 1 task still to be graded"),
        ("essay.md was not handed in.", "2 of 4.5 points "),
    ],
)
def test_a_page_without_a_gradebook_counts_what_a_person_gives(course, missing, words):
    made = report()
    essay = TaskResult(task="essay", score=None, points=2.5, missing=missing)
    checked = [task for task in made.tasks if task.checks]
    whole = changed(made, tasks=(*checked, essay), score=2.0, points=2.0, by_person=2.5)

    page = of_submission.page(whole, course, AFTER)
    said = " ".join(re.sub("<[^>]+>", " ", page).split())

    assert words in said
    assert ("so far" in said) == (not missing)
