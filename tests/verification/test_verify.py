"""Tests the release gate: it stops at the first fault, and accepts every valid grading.yml."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from support.paths import PROJECT, TOY_COURSE

from autograder.course.load import load_course
from autograder.course.model import Course
from autograder.grading.batch import warm_graders
from autograder.template import build, points_table
from autograder.verification import (
    estimate,
    kill_matrix,
    leaks,
    reference_submissions,
)
from autograder.verification.graded_references import grade_references
from autograder.verification.page import WIDTH
from autograder.verification.reference_submissions import ReferenceSubmission
from autograder.verification.trained_here import trained_here
from autograder.verification.verify import verify_course

pytestmark = pytest.mark.slow(12, per="test")

SHARES = "assignments/counting/graders/test_shares.py"


@pytest.fixture
def toy(tmp_path):
    """A copy of the toy course that a test may change."""
    return Path(shutil.copytree(TOY_COURSE, tmp_path / "course"))


def verified(root: Path, capsys, tier: str, **more) -> tuple[bool, list[str]]:
    holds = verify_course(load_course(root), tier=tier, **more)
    return holds, capsys.readouterr().out.splitlines()


def test_it_stops_at_the_first_cause(toy, capsys, tier):
    (toy / "student_template/counting/vowels.py").write_text("# mine\n")
    solution = toy / "solutions/counting/shares.py"
    solution.write_text(solution.read_text().replace("tensor([0.2500", "tensor([0.5200"))

    holds, lines = verified(toy, capsys, tier)

    assert not holds
    assert [line for line in lines if "✗" in line] == [
        "  ✗ the student template is what the solutions generate"
    ]
    assert not [line for line in lines if "✓" in line]


def test_a_solution_that_cannot_be_loaded_is_told_below_a_claim(toy, capsys, tier):
    solution = toy / "solutions/counting/shares.py"
    solution.write_text(
        solution.read_text().replace("import torch\n", "import torch\nimport story\n")
    )
    course = load_course(toy)
    build.write(course, course.assignment("counting"))

    holds, lines = verified(toy, capsys, tier)

    assert not holds
    assert lines[1] == "  ✗ the solutions and the known mistakes can be loaded"
    assert "No module named 'story'" in lines[-1]


def test_a_task_with_checks_and_no_known_mistake_is_red(toy, capsys, tier):
    (toy / "assignments/counting/misconceptions/vowels.py").unlink()

    holds, lines = verified(toy, capsys, tier)

    assert not holds
    assert "✗ every task with checks has known mistakes" in "\n".join(lines)
    assert "vowels has no known mistake" in lines[-1]


def test_points_in_readme_that_differ_are_red(toy, capsys, tier):
    (toy / "assignments/counting/given/README.md").write_text(
        "| file | what | points |\n|---|---|---|\n| `vowels.py` | count | 3 |\n"
        "| `shares.py` | share | 4 |\n| `old.py` | gone | 1 |\n"
    )
    course = load_course(toy)
    build.write(course, course.assignments["counting"])

    holds, lines = verified(toy, capsys, tier)

    assert not holds
    assert [line.strip() for line in lines[-3:]] == [
        "README.md gives vowels.py 3 points; grading.yml gives 2",
        "README.md has no row for reflection.md in its table of points",
        "README.md gives points for old.py, which is no task's file",
    ]


def test_the_tables_of_this_course_are_right_and_are_read(course):
    for assignment in course.assignments.values():
        files = build.template(course, assignment)

        assert list(points_table.faults(assignment, files)) == []
    workbook = course.assignments["workbook"]
    other = build.template(course, workbook)["README.md"].replace(b"| 8 |", b"| 9 |")
    assert len(list(points_table.faults(workbook, {"README.md": other}))) == 1


def test_a_null_answer_that_passes_is_red_and_no_line_is_long(toy, capsys, tier):
    with (toy / SHARES).open("a") as grader:
        for number in range(30):
            grader.write(
                f"\n\ndef test_of_{'a_long_name_' * 5}{number}(student):\n"
                '    """A tensor."""\n    student.shares(torch.ones(2))\n'
            )

    holds, lines = verified(toy, capsys, tier, task="shares")

    assert not holds
    assert "✗ 4 null answers earn nothing, not for a single case" in "\n".join(lines)
    assert max(map(len, lines)) <= WIDTH
    assert len(lines) < 50


def forbidding(pattern: str, root: Path) -> int:
    """Forbid something more to the task `shares`; gives the line of grading.yml."""
    grading = (root / "grading.yml").read_text()
    wrong = grading.replace('"*softmax*"', f'"*softmax*"\n          - "{pattern}"')
    (root / "grading.yml").write_text(wrong)
    changed = load_course(root)  # students' files say what is forbidden
    build.write(changed, changed.assignment("counting"))
    return wrong[: wrong.index(f'"{pattern}"')].count("\n") + 1


def test_what_a_solution_uses_can_not_be_forbidden(toy, capsys, tier):
    line = forbidding("div*", toy)

    holds, lines = verified(toy, capsys, tier, task="shares")

    assert not holds
    said = " ".join(" ".join(lines).split())
    assert f"grading.yml:{line}: the solution of 'shares' uses what 'div*' forbids" in said


def test_a_misspelt_pattern_forbids_nothing(toy, capsys, tier):
    line = forbidding("numpy.exponential", toy)

    holds, lines = verified(toy, capsys, tier, task="shares")

    assert not holds
    said = " ".join(" ".join(lines).split())
    assert "✗ every pattern of what is forbidden matches something" in said
    assert f"grading.yml:{line}: 'numpy.exponential' matches nothing; is it misspelt?" in said


def test_one_task_is_verified_by_its_own_reference_submissions(capsys, tier):
    holds, lines = verified(TOY_COURSE, capsys, tier, task="vowels")

    assert holds
    assert lines[0] == "counting, vowels"
    assert "4 known mistakes lose points" in "\n".join(lines)
    assert "shares" not in "\n".join(lines)


def test_nothing_of_another_task_is_run_for_one_task(toy, capsys, tier):
    visible = toy / "assignments/counting/visible/test_shares.py"
    visible.write_text(visible.read_text() + "\n\ndef test_nothing():\n    assert False\n")
    solution = toy / "solutions/counting/shares.py"
    solution.write_text(solution.read_text().replace("tensor([0.2500", "tensor([0.5200"))
    course = load_course(toy)
    build.write(course, course.assignment("counting"))

    holds, lines = verified(toy, capsys, tier, task="vowels")

    assert holds, lines


def test_what_only_an_option_accepts_is_right_only_with_it(tmp_path, tier):
    root = tmp_path / "course"
    for part in ("assignments", "solutions"):
        shutil.copytree(PROJECT / part, root / part)
    written = (PROJECT / "grading.yml").read_text()
    assert "orientation: either" in written
    (root / "grading.yml").write_text(written.replace("orientation: either", "orientation: strict"))
    course = load_course(root)
    assignment = course.assignments["workbook"]
    found = [
        r for r in reference_submissions.right_answers(course, assignment) if r.of_task == "images"
    ]
    other = {each.reference.name for each in found if not each.is_right}
    chosen = [each.reference for each in found] + [
        reference_submissions.solution(course, assignment)
    ]

    with warm_graders(root, "workbook", tier) as graders:
        outcomes = grade_references(graders, list(map(only_images, chosen)))

    assert other == {
        "images: other_orientation",
        "images: other_orientation_from_the_start",
    }
    faults = {s.name: s.fault(outcomes[s.name].report) for s in chosen}
    assert {name: fault for name, fault in faults.items() if fault} == {}


def only_images(reference: ReferenceSubmission) -> ReferenceSubmission:
    return ReferenceSubmission(reference.name, reference.files, reference.fault, tasks=("images",))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("    visibility: visible", "    visibility: hidden"),
        ("    visibility: visible", "    visibility: after_due_date"),
        ("    visibility: visible", "    visibility: after_published"),
        ("orientation: either", "orientation: strict"),
        ("hand_in: either", "hand_in: training"),
        ("hand_in: either", "hand_in: checkpoint"),
        ("over_budget: graded", "over_budget: timed_out"),
        ("device: auto", "device: cpu"),
        ("runs: 2", "runs: 1"),
    ],
)
def test_whatever_is_documented_can_be_read_and_makes_students_files_without_secrets(
    tmp_path, course, old, new
):
    for part in ("assignments", "solutions", "student_template"):
        (tmp_path / part).symlink_to(PROJECT / part)
    written = (PROJECT / "grading.yml").read_text()
    assert old in written
    (tmp_path / "grading.yml").write_text(written.replace(old, new))
    other = load_course(tmp_path)

    for assignment in other.assignments.values():
        assert list(leaks.for_students(other, build.template(other, assignment))) == []


def test_every_task_of_this_course_has_known_mistakes(course):
    for assignment in course.assignments.values():
        wrongs = list(kill_matrix.wrong_answers(course, assignment))

        assert list(kill_matrix.tasks_without(assignment.checked_tasks(), wrongs)) == []


def test_a_course_that_takes_checkpoints_only_is_proved_by_networks_trained_here(tmp_path, course):
    for part in ("assignments", "solutions", "student_template"):
        (tmp_path / part).symlink_to(PROJECT / part)
    written = (PROJECT / "grading.yml").read_text()
    (tmp_path / "grading.yml").write_text(written.replace("hand_in: either", "hand_in: checkpoint"))

    with trained_here(load_course(tmp_path)) as copy, trained_here(course) as same:
        assignment = copy.assignment("challenge")
        settings = assignment.task("training").training

        assert settings == course.assignment("challenge").task("training").training
        assert list(build.differences(copy, assignment)) == []
        assert same is course
    assert not copy.root.exists()


@pytest.mark.parametrize("old", ["hand_in: either", "over_budget: graded", "device: auto"])
def test_what_changes_no_training_needs_no_other_estimate(tmp_path, course, old):
    new = {"hand_in": "training", "over_budget": "timed_out", "device": "cpu"}
    for part in ("assignments", "solutions"):
        (tmp_path / part).symlink_to(PROJECT / part)
    name = old.partition(":")[0]
    written = (PROJECT / "grading.yml").read_text().replace(old, f"{name}: {new[name]}")
    (tmp_path / "grading.yml").write_text(written)

    assert print_of(load_course(tmp_path)) == print_of(course)


def print_of(course: Course) -> str:
    assignment = course.assignment("challenge")
    return estimate.fingerprint(course, assignment, assignment.task("training"))
