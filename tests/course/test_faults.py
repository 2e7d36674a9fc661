"""Tests that each fault in a course is reported in one sentence with file and line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from support.paths import TOY_COURSE

from autograder.course.load import load_course
from autograder.errors import CourseError
from autograder.grading.batch import grade_paths

GRADER = "assignments/counting/graders/test_shares.py"
MISCONCEPTIONS = "assignments/counting/misconceptions/shares.py"
SOLUTION = "solutions/counting/shares.py"
WEIGHT = "a weight should be a number greater than 0"
LINES = len((TOY_COURSE / GRADER).read_text().splitlines())


@pytest.fixture
def root(tmp_path):
    """A copy of the toy course that a test may change."""
    return Path(shutil.copytree(TOY_COURSE, tmp_path / "course"))


def check(*decorators: str, name: str = "mine", body: str = '"""Mine."""') -> str:
    marks = "".join(f"@pytest.mark.{each}\n" for each in decorators)
    return f"\n\nimport pytest\n{marks}def test_{name}(student):\n    {body}\n"


def add(root: Path, text: str, file: str = GRADER) -> None:
    with (root / file).open("a") as opened:
        opened.write(text)


@pytest.mark.parametrize(
    ("text", "line", "sentence"),
    [
        *(
            (check(f"weight({wrong})"), 4, WEIGHT)
            for wrong in ('"2"', "0", "-1", "True", "None", "", "1, 2", "n=2", "1e999", "[2]")
        ),
        (check("weight"), 4, WEIGHT),
        (check("parametrize('n', [1])", "weight(-1)").replace("(student)", "(n)"), 5, WEIGHT),
        (check('visibility("never")'), 4, "visibility should be one of visible, after_due_date"),
        (check("visibility"), 4, "visibility should be one of"),
        (check(body="pass"), 4, "has no docstring"),
        (check(body='"""  """'), 4, "has no docstring"),
        (check() + check(), 9, "is defined twice (first in line"),
        ("\n\nclass TestMore:\n    def test_a(self):\n        pass\n", 4, "has no docstring"),
    ],
)
def test_faults_that_can_be_seen_in_the_source(root, text, line, sentence):
    add(root, text)

    with pytest.raises(CourseError) as caught:
        load_course(root)

    (said,) = str(caught.value).splitlines()
    assert said.startswith(f"{GRADER}:{LINES + line}: ")
    assert sentence in said


def fault(root: Path, tier: str) -> str:
    path = shutil.copytree(TOY_COURSE / "solutions" / "counting", root.parent / "submission")
    with pytest.raises(CourseError) as caught:
        grade_paths(root, "counting", [str(path)], tier=tier, jobs=1, on_outcome=lambda _: None)
    return str(caught.value)


@pytest.mark.slow(5, per="test")
@pytest.mark.parametrize(
    ("file", "text", "line", "sentence"),
    [
        (GRADER, "\nWEIGHT = -1\n" + check("weight(WEIGHT)"), None, WEIGHT),
        (GRADER, "\nimport nowhere\n", 2, "ModuleNotFoundError: No module named 'nowhere'"),
        (GRADER, check("parametrize('wrong', [1])"), None, "uses no argument 'wrong'"),
        (GRADER, check("weigth(2)"), 4, "'weigth' not found in `markers`"),
        (GRADER, check().replace("student", "studnet"), 4, "asks for 'studnet'"),
        (GRADER, check(body='"""Mine."""\n    while True: pass'), 6, "does not come to an end"),
        (SOLUTION, "\n1 / 0\n", 2, "ZeroDivisionError"),
        (SOLUTION, "\nreturn\n", 2, "SyntaxError"),
        (MISCONCEPTIONS, "\nimport nowhere\n", 2, "No module named 'nowhere'"),
        (MISCONCEPTIONS, "\ndef lacks(shares):\n    return shares\n", 2, "has no docstring"),
        (MISCONCEPTIONS, '\ndef other(shapes):\n    """."""\n', 2, "which the solution has not"),
    ],
)
def test_faults_that_show_when_the_course_is_used(root, tier, file, text, line, sentence):
    lines = len((root / file).read_text().splitlines())
    add(root, text, file)

    said = fault(root, tier)

    assert len(said.splitlines()) == 1
    assert sentence in said
    assert len(said) < 500
    assert Path(file).name in said
    if line:
        assert f"{Path(file).name}:{lines + line}:" in said


def test_a_forbidden_pattern_that_matches_nothing_is_named_with_its_line(root, tier):
    grading = (root / "grading.yml").read_text()
    wrong = grading.replace('"*softmax*"', '"*softmax*"\n          - "*sotfmax*"')
    (root / "grading.yml").write_text(wrong)
    line = wrong[: wrong.index("sotfmax")].count("\n") + 1

    said = fault(root, tier)

    assert said.startswith(f"grading.yml:{line}: the forbidden pattern '*sotfmax*' matches nothing")
    assert len(said.splitlines()) == 1


@pytest.mark.parametrize(
    ("policy", "sentence"),
    [
        ("feedback: loud", "'loud' says nothing about feedback; it should be score, title"),
        ("feedback: {loud: now}", "says nothing about feedback"),
        ('feedback: {title: "2026-12-02"}', "has no date with a time"),
        ('feedback: {title: "2026-12-02 09:00"}', "has no time zone"),
        ('published: "2026-12-02 09:00"', "has no time zone"),
        ("published: soon", "'soon' is no date with a time"),
        ("networks: none", "it should be 'curve' or 'all'"),
        ('deadline: "2026-12-01 23:59"', "has no time zone; add `timezone: Europe/Berlin`"),
        ('deadline: "tomorrow"', "'tomorrow' is no date with a time"),
        ('deadline: "2026-12-01"', "'2026-12-01' is no date with a time"),
        ("deadline: 2026-12-01 23:59:00", "is a date; it should be text; put it in quotes"),
        ("timezone: Mars/Olympus", "'Mars/Olympus' is no time zone"),
        (
            "late: {percent: 120}",
            "percent of assignment 'counting' is 120; it should be 100 or less",
        ),
        ("late: {percent: 10, every: day}", "unknown key 'every'"),
        ("late: {percent: 10, per: week}", "should be 'day' or 'hour'"),
        ("counts: worst", "should be 'latest', 'best' or 'first'"),
        ("slip_days: 3", "unknown key 'slip_days'"),
        ("dropped: [vowles]", "dropped names 'vowles'; the tasks are: vowels, shares, reflection"),
        ("dropped: [vowels, shares, reflection]", "all tasks are dropped"),
        ("extensions: {ada: 3 days}", "is counted from the deadline, and there is none"),
        ("extensions: {ada: next week}", "is neither"),
        ("round_to: 0", "it should be more than 0"),
    ],
)
def test_faults_in_a_policy(root, policy, sentence):
    file = root / "grading.yml"
    text = file.read_text()
    file.write_text(text.replace("counting:\n", f"counting:\n    policy:\n      {policy}\n"))
    line = text[: text.index("counting:\n")].count("\n") + 3

    with pytest.raises(CourseError) as caught:
        load_course(root)

    assert str(caught.value).startswith((f"grading.yml:{line}:", f"grading.yml:{line - 1}:"))
    assert sentence in str(caught.value)
