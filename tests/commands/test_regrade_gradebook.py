"""Tests `autograder regrade --gradebook` as its user runs it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from support.regrading import class_in, course_with_more_checks, replaced

from autograder.cli import main
from autograder.course import fingerprints
from autograder.course.load import load_course
from autograder.gradebook import store
from autograder.gradebook.database import opened
from autograder.gradebook.rows import Rows

pytestmark = pytest.mark.slow(40)

CHECKS = "assignments/counting/graders/test_shares.py"
CLASS = ("right", "slightly_off", "prints")
STRICTER = replaced(CHECKS, "TOLERANCE, NEAR = 0.01", "TOLERANCE, NEAR = 0.001")
BECAUSE = "A share has to be right to one part in a thousand."
Command = Callable[..., tuple[int, str]]


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a course and a gradebook; what was handed in is gone."""
    folder = tmp_path_factory.mktemp("graded")
    course = course_with_more_checks(folder / "course")
    for path in class_in(folder / "class", course):
        if Path(path).name not in CLASS:
            shutil.rmtree(path)
    gradebook = ["--gradebook", str(folder / "grades.sqlite"), "--from", "folders"]
    assert main(["grade", str(folder / "class"), "--course", str(course), *gradebook]) == 0
    shutil.move(folder / "class", folder / "later")
    return folder


@pytest.fixture
def folder(graded: Path, tmp_path: Path) -> Path:
    """A copy of it, in which a tolerance has changed."""
    copy = shutil.copytree(graded, tmp_path / "copy")
    STRICTER(copy / "course")
    return copy


@pytest.fixture
def run(folder: Path, capsys: pytest.CaptureFixture[str]) -> Command:
    """Runs a command on the gradebook: gives exit code and output."""

    def run(*command: str) -> tuple[int, str]:
        capsys.readouterr()
        known = ["--course", str(folder / "course"), "--gradebook", str(folder / "grades.sqlite")]
        code = main([*command, *known])
        return code, capsys.readouterr().out

    return run


def rows(folder: Path) -> Rows:
    with opened(folder / "grades.sqlite") as database:
        return store.read(database)


def points(run: Command, student: str) -> str:
    _, said = run("gradebook", "show", "--student", student)
    return said


def test_a_preview_changes_nothing(folder, run):
    before = rows(folder)

    code, said = run("regrade")

    assert code == 0
    assert "slightly_off: 3.2 → 2.8 of 6 by checks (-0.4)" in said
    assert "3 regraded: 0 up, 1 down, 0 with the same points and other words, 2 as before." in said
    assert "Nothing counts yet." in said
    assert rows(folder) == before


def test_students_are_named_as_where_they_are_graded(graded, folder, run):
    roster = folder / "roster.csv"
    roster.write_text("id,name\nslightly_off,Ada Lovelace\nright,Mary Somerville\nprints,Emmy\n")
    known = ["--course", f"{graded}/course", "--gradebook", f"{folder}/grades.sqlite"]
    main(["grade", f"{graded}/later", "--from", "folders", "--roster", str(roster), *known])

    _, said = run("regrade")

    assert "Ada Lovelace (slightly_off): 3.2 → 2.8 of 6 by checks (-0.4)" in said
    assert "Mary" not in said


def test_what_is_accepted_counts_and_says_why(folder, run):
    before = rows(folder)

    code, said = run("regrade", "--accept", "--because", BECAUSE, "--by", "ada")

    assert code == 0
    assert "Accepted: 1 of 3 gradings differ from before and count." in said
    after = rows(folder)
    assert after.gradings[: len(before.gradings)] == before.gradings
    assert {(each.author, each.reason) for each in after.edits} == {("ada", BECAUSE)}
    assert "2.8 of 6" in points(run, "slightly_off")
    told = re.sub(r"\s[\s|]*", " ", points(run, "slightly_off"))  # its lines are wrapped
    assert f"Graded again, 3.2 → 2.8 of 6 points by checks: {BECAUSE}" in told
    assert "Graded again" not in points(run, "right")
    assert "3 as before" in run("regrade")[1]


def test_what_was_accepted_can_be_taken_back(folder, run):
    run("regrade", "--accept", "--because", BECAUSE)
    [moved] = [g for g in rows(folder).gradings if g.awaits and _score(g) == pytest.approx(2.8)]
    [edit] = [each for each in rows(folder).edits if each.value == moved.key]
    waits = "waits to be accepted"
    assert waits not in run("gradebook", "log", "--student", "slightly_off")[1]

    code, _ = run("gradebook", "undo", edit.key, "--because", "No, it was right.")

    assert code == 0
    assert "3.2 of 6" in points(run, "slightly_off")
    assert waits in run("gradebook", "log", "--student", "slightly_off")[1]


def test_what_was_regraded_is_not_graded_again(folder, run):
    run("regrade", "--accept", "--because", BECAUSE)

    code, said = run("grade", str(folder / "later"), "--from", "folders")

    assert code == 0
    assert re.search(r"counting: 3 submissions; 3 are graded already", said)


def test_whoever_would_lose_points_keeps_them_if_nobody_is_to_lose_any(folder, run):
    _, said = run("regrade", "--never-lower", "--accept", "--because", BECAUSE)

    assert "slightly_off: 3.2 → 2.8 of 6 by checks (-0.4)  (kept: no grade is lowered)" in said
    assert "0 of 3 gradings differ from before and count. 1 keep their points from before." in said
    assert "3.2 of 6" in points(run, "slightly_off")
    assert f"where checks {_checks(folder)} give 2.8: {BECAUSE}" in points(run, "slightly_off")
    assert "other checks" not in run("gradebook", "show")[1]
    assert "3 are graded already" in run("grade", str(folder / "later"), "--from", "folders")[1]


def test_points_that_were_kept_can_be_given_up(folder, run):
    run("regrade", "--never-lower", "--accept", "--because", BECAUSE)
    [keep] = [each for each in rows(folder).edits if each.kind == "keep"]

    run("gradebook", "undo", keep.key, "--because", "It is fairer to all.")

    assert "are kept" not in points(run, "slightly_off")
    assert "2 are graded already" in run("grade", str(folder / "later"), "--from", "folders")[1]
    assert "2.8 of 6" in points(run, "slightly_off")


def _checks(folder: Path) -> str:
    course = load_course(folder / "course")
    return fingerprints.fingerprint(course, course.assignment("counting"))


def _score(grading: object) -> float:
    outcome = grading.outcome  # type: ignore[attr-defined]
    return sum(score or 0.0 for _, score, _, _ in outcome.tasks)
