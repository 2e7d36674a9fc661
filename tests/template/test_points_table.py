"""Tests the table of points in a README: made of the course, or compared with it."""

from __future__ import annotations

import shutil

import pytest
from support.paths import TOY_COURSE

from autograder.course.load import load_course
from autograder.course.model import Course
from autograder.template import build, points_table

README = "# Counting\n\n<!-- table of points -->\n\nThe end.\n"


@pytest.fixture
def course(tmp_path) -> Course:
    """The toy course with a README, and a bonus."""
    root = shutil.copytree(TOY_COURSE, tmp_path / "course")
    (root / "assignments" / "counting" / "given" / "README.md").write_text(README)
    grading = root / "grading.yml"
    grading.write_text(
        grading.read_text().replace("points: 4\n", "points: 4\n        bonus: true\n")
    )
    return load_course(root)


def test_the_table_is_made_of_files_and_points(course):
    counting = course.assignment("counting")

    files = build.template(course, counting)

    assert files["README.md"].decode().splitlines() == [
        "# Counting",
        "",
        "| file | what it is about | points |",
        "|---|---|---|",
        "| `vowels.py` | How many vowels a text has. | 2 |",
        "| `shares.py` | What part of the whole each number is. (a bonus: its points come on top) "
        "| 4 |",
        "| `reflection.md` | Reflection: questions, answered in words | 1 |",
        "",
        "The end.",
    ]
    assert list(points_table.faults(counting, files)) == []


def test_a_readme_without_the_marker_stays_as_it_is(course):
    counting = course.assignment("counting")
    path = course.given_folder(counting) / "README.md"
    path.write_text("| file | points |\n|---|---|\n| `vowels.py` | 7 |\n")

    files = build.template(course, counting)

    assert files["README.md"] == path.read_bytes()
    assert "README.md gives vowels.py 7 points; grading.yml gives 2" in points_table.faults(
        counting, files
    )


@pytest.mark.parametrize(
    ("said", "is_fault"),
    [
        ("`python check.py patterns`", True),
        ("`python check.py --reset patterns`", True),
        (
            "`python check.py vowels`, `check.py vowels.count`, `check.py --hint 2`, `check.py`",
            False,
        ),
    ],
)
def test_tasks_that_a_readme_has_checked_are_there(course, said, is_fault):
    counting = course.assignment("counting")
    (course.given_folder(counting) / "README.md").write_text(said)

    found = list(points_table.faults(counting, build.template(course, counting)))

    wanted = "README.md says `check.py patterns`; the tasks are vowels, shares, reflection"
    assert found == ([wanted] if is_fault else [])
