"""Tests a task whose points come on top of the others: left out, it leaves the report as it was."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from support.paths import TOY_COURSE

from autograder.exporters import gradescope, terminal
from autograder.grading.batch import grade_paths
from autograder.results import Report, Status

pytestmark = pytest.mark.slow(10)

SOLUTIONS = TOY_COURSE / "solutions" / "counting"
STUBS = TOY_COURSE / "student_template" / "counting"


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory, tier: str) -> Mapping[str, Report]:
    """Reports of submissions to the toy course, in which `shares` is a bonus."""
    folder = tmp_path_factory.mktemp("bonus")
    shutil.copytree(TOY_COURSE, folder / "course")
    grading = folder / "course" / "grading.yml"
    text = grading.read_text().replace("        visibility: after_due_date\n", "")
    grading.write_text(text.replace("points: 4", "points: 4\n        bonus: true"))
    bonus = {
        "done": SOLUTIONS / "shares.py",
        "as_given": STUBS / "shares.py",
        "left_out": None,
    }
    paths = []
    for name, source in bonus.items():
        paths.append(folder / name)
        paths[-1].mkdir()
        shutil.copy(SOLUTIONS / "vowels.py", paths[-1])
        if source:
            shutil.copy(source, paths[-1])
    outcomes = grade_paths(
        folder / "course",
        "counting",
        list(map(str, paths)),
        tier=tier,
        jobs=1,
        on_outcome=lambda _: None,
    )
    return {Path(outcome.path).name: outcome.report for outcome in outcomes if outcome.report}


@pytest.mark.parametrize(("name", "bonus"), [("done", 4), ("as_given", 0), ("left_out", 0)])
def test_the_points_are_those_of_the_other_tasks(reports, name, bonus):
    report = reports[name]

    assert (report.score, report.points, report.bonus) == (2, 2, bonus)


def test_left_out_it_is_not_in_the_report(reports):
    assert [task.task for task in reports["left_out"].tasks] == ["vowels", "reflection"]


def test_a_stub_that_is_handed_in_is_still_to_do(reports):
    [shares] = [task for task in reports["as_given"].tasks if task.bonus]

    assert {check.status for check in shares.checks} == {Status.UNFINISHED}
    assert (shares.score, shares.points) == (0, 4)


def test_gradescope_gets_all_points_as_one_number(reports):
    assert b'"score": 6.0' in gradescope.render(reports["done"])
    assert b'"score": 2.0' in gradescope.render(reports["left_out"])


def test_the_terminal_shows_the_bonus_beside_the_points(reports):
    assert "total 2 of 2 + 4 bonus" in terminal.plain(reports["done"])
    assert "+" not in terminal.plain(reports["left_out"])
