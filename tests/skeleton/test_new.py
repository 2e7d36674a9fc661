"""Tests what `autograder new` writes: it holds at once, and nothing that exists is replaced."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from support.paths import PROJECT

from autograder.course.load import load_course
from autograder.errors import CommandMisused
from autograder.skeleton.new import new_assignment, new_course
from autograder.template import build

COMMENT = "# kept for ever"


def autograder(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "autograder.cli", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new course."""
    root = tmp_path_factory.mktemp("courses") / "attention-by-hand"
    new_course(root)
    return root


@pytest.mark.slow(40)
@pytest.mark.torch
@pytest.mark.warm_programs("autograder.cli", "-c", "pytest", "findings.py")
def test_a_new_course_holds_what_it_promises(root):
    ran = autograder("verify", "--course", root)

    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "✗" not in ran.stdout
    assert "forecast of the visible tests" in ran.stdout
    # What is forecast of a sample for newcomers is earned.
    assert "is forecast," not in ran.stdout


@pytest.mark.slow(20)
@pytest.mark.torch
@pytest.mark.warm_programs("autograder.cli", "-c", "pytest", "findings.py")
def test_its_solution_earns_all_points_and_a_known_mistake_is_named(root, tmp_path):
    right = root / "solutions" / "first_steps"
    wrong = tmp_path / "wrong"
    wrong.mkdir()
    source = (right / "centring.py").read_text().replace("batch.mean(dim=0)", "batch.mean()")
    (wrong / "centring.py").write_text(source)
    (wrong / "scaling.py").write_bytes((right / "scaling.py").read_bytes())
    reports = tmp_path / "reports.json"

    ran = autograder("grade", "--course", root, right, wrong, "--json", reports)

    assert ran.returncode == 0, ran.stderr
    full, less = json.loads(reports.read_text())
    assert (full["score"], full["points"]) == (8.0, 8.0)
    named = {name for t in less["tasks"] for check in t["checks"] for name in check["mistakes"]}
    assert named == {"subtracts_one_mean_for_all_features"}


def test_students_get_what_those_of_any_course_get(root):
    given = root / "student_template" / "first_steps"
    readme = (given / "README.md").read_text()

    for name in (
        "check.py",
        "requirements.txt",
        "first_steps.ipynb",
        "lesson.md",
        "assignment.json",
    ):
        assert (given / name).is_file(), name
    workflows = {path.name for path in (given / ".github" / "workflows").iterdir()}
    assert workflows == {"check.yml", "grade.yml", "hand-in.yml"}
    assert "| `centring.py` | Each feature of a batch gets the mean zero. | 4 |" in readme
    assert "| `in_words.md` | In words: questions, answered in words | 2 |" in readme


def test_pull_requests_of_a_course_apart_are_graded_by_the_same_actions(root):
    ours = PROJECT / ".github" / "actions"
    for path in ours.glob("*/action.yml"):
        theirs = root / ".github" / "actions" / path.relative_to(ours)
        assert theirs.read_bytes() == path.read_bytes(), path
    engine = (root / "engine.txt").read_text()
    assert engine.startswith("# The engine that grades this course")
    assert "ENGINE" not in engine


@pytest.mark.torch
def test_check_py_runs_on_what_students_get(root):
    ran = subprocess.run(
        [sys.executable, root / "student_template" / "first_steps" / "check.py"],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )

    assert ran.returncode == 1, ran.stderr
    assert re.search(r"1\s+centring\s+to do\s+4 points", ran.stdout)


def test_each_course_has_a_seed_of_its_own(root, tmp_path):
    other = new_course(tmp_path / "other")

    assert re.fullmatch("[0-9a-f]{32}", other.seed)
    assert other.seed != load_course(root).seed
    assert (load_course(root).title, other.title) == ("Attention by hand", "Other")


def test_an_assignment_is_added_and_all_else_stays(tmp_path):
    root = tmp_path / "course"
    new_course(root)
    grading = root / "grading.yml"
    before = grading.read_text().replace("    tasks:", f"    {COMMENT}\n    tasks:")
    grading.write_text(f"{before}\ntitle_of_nothing: 1\n".replace("title_of_nothing: 1", COMMENT))
    with_policy = grading.read_text() + "policy:\n  slip_days: 2\n"
    grading.write_text(with_policy)

    course = new_assignment(root, "second")

    assert list(course.assignments) == ["first_steps", "second"]
    assert course.slip_days == 2
    after = grading.read_text().splitlines()
    assert [line for line in with_policy.splitlines() if line not in after] == []
    for assignment in course.assignments.values():
        assert build.differences(course, assignment) == ()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (
            "first_steps",
            "grading.yml has an assignment 'first_steps' already; choose another name.",
        ),
        ("two words", "'two words' is not a plain name; use letters, digits and underscores"),
        ("given", "'given' is the folder of files for all assignments; choose another."),
    ],
)
def test_a_bad_name_is_a_sentence_and_writes_nothing(root, name, said):
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}

    with pytest.raises(CommandMisused, match=re.escape(said)):
        new_assignment(root, name)

    assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before


def test_what_exists_is_never_replaced(root, tmp_path):
    (tmp_path / "file").write_text("mine")
    (root / "assignments" / "mine").mkdir()

    ran = autograder("new", "course", root)
    assert ran.returncode == 1
    assert ran.stderr == f"{root} exists already; name a folder that does not.\n"
    with pytest.raises(CommandMisused, match="exists already"):
        new_course(tmp_path / "file")
    with pytest.raises(CommandMisused, match="assignments/mine exists already"):
        new_assignment(root, "mine")
    with pytest.raises(CommandMisused, match="is no name for a course's folder"):
        new_course(tmp_path / "two words")
