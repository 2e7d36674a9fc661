"""Tests grading as a whole, with a course that has all kinds of checks."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest
from support.paths import TOY_COURSE

from autograder.errors import CourseError
from autograder.grading.batch import GradedSubmission, grade_paths
from autograder.results import CheckResult, Report, Status

pytestmark = pytest.mark.slow(30)

ODD_CHECKS = '''
"""Checks of every kind, good and bad."""

import pytest
import torch

from autograder import expect
from autograder.errors import CheckFailed


def test_right(student):
    """Three vowels are three vowels.

    This paragraph is for the course's author.
    """
    expect.integer(student.count_vowels("banana"), 3)


def test_broken_always(student):
    """This check has a mistake of its own."""
    raise KeyError("secret truth")


def test_skipped():
    """This check does not want to run."""
    pytest.skip("no GPU")


def test_assumes_a_tensor(student):
    """This check trusts its answers too much, but the reference passes it."""
    assert (student.count_vowels("banana") + 0) == 3


@pytest.mark.parametrize("text", ["a", "b", "ab"])
def test_in_cases(student, text):
    """One case after the other."""
    expect.integer(student.count_vowels(text), int("a" in text))


@pytest.mark.visibility("hidden")
def test_leaves_a_note(student, note, give_file):
    """A note costs nothing."""
    path = give_file("letters.txt", b"aeiou")
    expect.integer(student.count_vowels(open(path).read() if False else "aeiou"), 5)
    note("You could be shorter.")
    note("You could be shorter.")


def test_chance_is_the_same_for_all(student, rng):
    """Chance is the same for all."""
    number = torch.randint(1000, (), generator=rng).item()
    expect.integer(student.count_vowels("a" * number), number)
'''

RIGHT = """
def count_vowels(text):
    print("counting")
    return sum(c in "aeiouy" for c in text.lower())
"""
SHARES = (TOY_COURSE / "solutions" / "counting" / "shares.py").read_text()


def submission(folder: Path, name: str, **modules: str | None) -> str:
    files = {"vowels": RIGHT, "shares": SHARES, **modules}
    path = folder / "submissions" / name
    path.mkdir(parents=True)
    for stem, source in files.items():
        if source is not None:
            (path / f"{stem}.py").write_text(source)
    return str(path)


def grade(course: Path, paths: Sequence[str], *, tier: str) -> list[GradedSubmission]:
    return grade_paths(course, "counting", paths, tier=tier, jobs=1, on_outcome=lambda _: None)


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory, tier: str) -> dict[str, Report]:
    """The reports of a class of unusual submissions, from one grader process."""
    folder = tmp_path_factory.mktemp("odd")
    course = folder / "course"
    shutil.copytree(TOY_COURSE, course)
    (course / "assignments/counting/graders/test_vowels.py").write_text(ODD_CHECKS)
    text = (course / "grading.yml").read_text()
    (course / "grading.yml").write_text(
        text.replace("        options:\n          letter_y: vowel\n", "").replace(
            "submission_seconds: 30", "submission_seconds: 4"
        )
    )
    modules: dict[str, dict[str, str | None]] = {
        "right": {},
        "returns_none": {"vowels": "def count_vowels(text): return None"},
        "missing": {"vowels": None},
        "syntax": {"vowels": "def count_vowels(text:"},
        "dies": {"vowels": "import os\ndef count_vowels(text): os._exit(3)"},
        "loops_at_import": {"vowels": "while True: pass"},
        "breaks_torch": {
            "vowels": f"import sys, torch\nsys.modules.clear()\ndel torch.Tensor{RIGHT}"
        },
        "cumsum": {"vowels": "import torch\ndef count_vowels(t): return torch.ones(3).cumsum(0)"},
        "second_worker": {
            "vowels": "calls = []\ndef count_vowels(text):\n    calls.append(1)\n"
            "    assert len(calls) < 3\n    return 0"
        },
    }
    paths = {name: submission(folder, name, **files) for name, files in modules.items()}
    paths["nothing"] = str(folder / "nowhere")
    outcomes = grade(course, list(paths.values()), tier=tier)
    return {name: outcome.report for name, outcome in zip(paths, outcomes, strict=True)}


def check(report: Report, name: str) -> CheckResult:
    return next(c for task in report.tasks for c in task.checks if c.check == name)


def statuses(report: Report) -> set[Status]:
    return {c.status for c in report.tasks[0].checks if c.status is not Status.BROKEN}


def test_the_right_answer_earns_all_points(reports):
    report = reports["right"]

    assert (report.score, report.points) == (6, 6)
    assert statuses(report) == {Status.PASSED}


def test_the_first_paragraph_is_the_title(reports):
    assert check(reports["right"], "test_right").title == "Three vowels are three vowels."


def test_a_broken_check_costs_nothing_and_is_reported_to_the_instructor(reports):
    for report in reports.values():
        if report.refused is not None:
            continue
        broken = check(report, "test_broken_always")

        assert broken.status is Status.BROKEN
        assert broken.points == 0
        assert broken.message == ""
        assert "KeyError: 'secret truth'" in broken.fault
    assert check(reports["right"], "test_skipped").status is Status.BROKEN


def test_a_strange_answer_is_wrong_even_if_the_check_trips_over_it(reports):
    strange = check(reports["returns_none"], "test_assumes_a_tensor")

    assert strange.status is Status.WRONG
    assert strange.fault == ""
    assert reports["returns_none"].tasks[0].score == 0


@pytest.mark.parametrize(
    ("name", "status", "words"),
    [
        ("returns_none", Status.WRONG, "should be an int; it is None"),
        ("missing", Status.UNFINISHED, "vowels.py was not handed in."),
        ("syntax", Status.CRASHED, "vowels.py is not valid Python"),
        ("dies", Status.CRASHED, "exit code 3"),
        ("loops_at_import", Status.TIMED_OUT, "has used up its 4 seconds"),
        ("breaks_torch", Status.CRASHED, ""),
        ("cumsum", Status.FORBIDDEN, "cumsum, which is not allowed in this task"),
    ],
)
def test_each_fault_ends_in_its_status_and_sentence(reports, name, status, words):
    report = reports[name]

    assert report.tasks[0].score in (0, 2)
    if report.tasks[0].score == 0:
        assert statuses(report) == {status}
    assert words in check(report, "test_right").message


@pytest.mark.parametrize("name", ["returns_none", "missing", "syntax", "dies", "breaks_torch"])
def test_a_fault_in_one_task_does_not_touch_another(reports, name):
    shares = reports[name].tasks[1]

    assert (shares.score, shares.points) == (4, 4)


def test_a_new_worker_follows_one_that_died(reports):
    report = reports["dies"]

    assert all(c.message.endswith("exit code 3.") for c in report.tasks[0].checks if c.message)


def test_state_of_a_module_outlives_a_check(reports):
    assert check(reports["second_worker"], "test_right").status is Status.WRONG
    assert check(reports["second_worker"], "test_in_cases").status is Status.CRASHED


def test_cases_earn_in_proportion(reports):
    in_cases = check(reports["second_worker"], "test_in_cases")

    assert in_cases.cases == 3
    assert in_cases.score < in_cases.points


def test_notes_are_said_once(reports):
    assert reports["right"].tasks[0].notes == ("You could be shorter.",)


def test_each_check_says_when_students_see_it(reports):
    vowels, shares, _ = reports["right"].tasks

    assert {c.check: c.visibility for c in vowels.checks} == {
        **dict.fromkeys((c.check for c in vowels.checks), "visible"),
        "test_leaves_a_note": "hidden",
    }
    assert {c.visibility for c in shares.checks} == {"after_due_date"}


def test_output_is_kept(reports):
    assert reports["right"].tasks[0].output.startswith("counting\n")


def test_what_a_person_grades_has_no_score(reports):
    by_person = reports["right"].tasks[2]

    assert (by_person.task, by_person.score, by_person.points) == ("reflection", None, 1)


def test_a_refused_submission_has_no_tasks(reports):
    report = reports["nothing"]

    assert "There is no file or folder" in report.refused
    assert (report.score, report.points, report.tasks) == (0, 6, ())


def test_the_report_says_how_it_came_about(reports, tier):
    report = reports["right"]

    assert report.tier == tier
    assert report.seconds > 0
    assert {"engine", "course", "seed", "torch", "device"} <= set(report.environment)
    assert "not so secret" not in str(report.environment)


def test_nothing_hidden_is_shown_to_the_student(reports):
    for report in reports.values():
        said = [c.message + c.title for task in report.tasks for c in task.checks]

        assert "secret truth" not in "".join(said)


def test_checks_that_can_not_be_read_are_the_courses_fault(tmp_path, tier):
    course = tmp_path / "course"
    shutil.copytree(TOY_COURSE, course)
    (course / "assignments/counting/graders/test_shares.py").write_text("import nowhere")

    with pytest.raises(CourseError, match="graders/test_shares"):
        grade(course, [submission(tmp_path, "right")], tier=tier)


def test_a_visibility_that_does_not_exist_is_the_courses_fault(tmp_path, tier):
    root = shutil.copytree(TOY_COURSE, tmp_path / "course")
    grader = root / "assignments" / "counting" / "graders" / "test_vowels.py"
    text = grader.read_text().replace(
        "@pytest.mark.param", '@pytest.mark.visibility("x")\n@pytest.mark.param'
    )
    grader.write_text(text)

    with pytest.raises(
        CourseError, match=r"test_vowels.py:\d+: visibility should be one of visible,"
    ):
        grade(root, [submission(tmp_path, "right")], tier=tier)
