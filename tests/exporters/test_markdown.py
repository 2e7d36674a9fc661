"""Tests the page that students read on GitHub: progress table, what to fix first, and the rest."""

from __future__ import annotations

import re

import pytest
from support.reports import check, later, report, task

from autograder.exporters import curves, markdown
from autograder.exporters.for_students import for_students
from autograder.results import Status

WRONG = check(Status.WRONG, title="Rows come first.", message="The result is larger.")
OPEN = check(Status.UNFINISHED, title="Later.", message="`f` is still to do.")
HOSTILE = (
    "</details><img src=x onerror=a>![p](https://x.example/p.png) @teacher `x` | [l](//x)\n# H"
)


def test_the_progress_table_has_a_bar_points_and_a_state_for_each_task():
    made = markdown.summary(
        report(
            task(check(), name="first"),
            task(check(), WRONG, name="second"),
            task(OPEN, name="third"),
            task(name="essay"),
        )
    )

    assert "## counting: 2 of 4 points" in made
    assert "| `first` | `████████████` | 1 of 1 | ✅ done |" in made
    assert "| `second` | `██████░░░░░░` | 1 of 2 | 🔶 1 of 2 checks pass |" in made
    assert "| `third` | `░░░░░░░░░░░░` | 0 of 1 | ⬜ to do |" in made
    assert "| `essay` |  | – of 1 | 👤 read by a person |" in made


def test_what_is_wrong_is_fixed_before_what_is_still_to_do():
    made = markdown.comment(report(task(OPEN, name="first"), task(WRONG, name="second")))

    assert "### Fix first: `second`\n\n- 🟥 **Rows come first.** (wrong, −1 point)" in made
    assert "  The result is larger." in made
    assert "Later." not in made


def test_a_bar_is_full_only_if_nothing_is_missing():
    nearly = check(Status.WRONG, score=0.999)

    assert "█" * 12 not in markdown.comment(report(task(nearly)))


def test_a_mistake_that_explains_several_failures_is_named_once():
    alike = {"diagnosis": "Your kernel looks flipped.", "message": "Your kernel looks flipped."}
    checks = [check(Status.WRONG, title=f"Check {n}.", **alike) for n in range(3)]

    made = markdown.comment(report(task(*checks)))

    assert made.count("> Your kernel looks flipped.") == 1
    assert "2 further checks fail for the same reason." in made


def test_a_perfect_submission_is_praised_and_a_partial_one_as_far_as_it_is_shown():
    whole, partial = report(task(check())), for_students(report(task(check(), later())))

    assert "All checks pass." in markdown.comment(whole)
    assert "Every check that is shown so far passes." in markdown.comment(partial)
    assert markdown.headline(partial) == "counting: 1 of 1 points so far"
    assert "1 further check is shown after the due date." in markdown.comment(partial)


def test_a_refusal_says_why():
    made = markdown.comment(report(refused="'x' is a symbolic link."))

    assert "not graded" in made
    assert "'x' is a symbolic link." in made


@pytest.mark.parametrize("write", [markdown.summary, markdown.comment])
def test_nothing_that_a_student_wrote_becomes_markup(write):
    hostile = check(Status.WRONG, title=HOSTILE, message=HOSTILE, diagnosis=HOSTILE)
    made = write(report(task(hostile, notes=(HOSTILE,)), notes=(HOSTILE,)))
    made += write(report(refused=HOSTILE))

    outside = re.sub(r"`[^`]*`", "", made)
    assert "<img" not in outside
    assert "![" not in outside
    assert "](" not in re.sub(r"\\.", "", outside)
    assert "@t" not in outside
    assert outside.count("</details>") == outside.count("<details>")
    assert "\n# H" not in made


def test_no_page_is_larger_than_github_takes():
    many = [check(Status.WRONG, title=f"{n} " + "ü" * 2000, message="m") for n in range(1000)]

    made = report(task(*many), notes=("ü" * 100_000,))

    for write, most in ((markdown.summary, 1 << 20), (markdown.comment, 65_536)):
        text = write(made)
        assert len(text.encode()) < most
        assert "There is more" in text


def test_a_learning_curve_is_drawn():
    made = markdown.summary(
        report(task(check(), data={"accuracy": 0.75, "learning_curve": [2.0, 1.0, 0.5]}))
    )

    assert "accuracy `███████████████░░░░░` 75.0 %" in made
    assert "loss `2 █▅▃ 0.5`" in made
    assert "line [2, 1, 0.5]" in made
    assert made.count("```") == 2


@pytest.mark.parametrize(
    "curve", [None, "x", [], [1.0], ["```", 1.0], [float("nan"), 1.0], [1e300, 1.0], [{}, 1.0]]
)
def test_a_curve_that_is_none_is_not_drawn(curve):
    assert list(curves.pictures({"learning_curve": curve})) == []


def test_a_long_curve_is_thinned():
    (_, chart) = curves.pictures({"learning_curve": [float(n) for n in range(5000)]})

    assert chart.partition("[")[2].count(",") == 99
    assert "4999]" in chart


def test_a_message_below_several_checks_is_said_of_all_of_them():
    wrong = [check(Status.WRONG, title=f"Check {n} holds.", told="It is 2.") for n in range(3)]

    made = markdown.summary(for_students(report(task(*wrong))))

    assert made.count("It is 2.") == 2  # on top alone, of the first, and below all three
    assert "\n  All 3: It is 2.\n" in made


def test_a_bonus_stands_beside_the_points():
    bonus = task(check(), check(), name="extra", bonus=True)

    made = markdown.summary(report(task(check()), bonus, score=1.0, points=1.0, bonus=2.0))

    assert "## counting: 1 of 1 points + 2 bonus" in made
    assert "| `extra` | `████████████` | 2 of 2 (bonus) | ✅ done |" in made
