"""Tests that a lesson's pictures are those that its cells draw, and that old ones are removed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from support.paths import TOY_COURSE

from autograder.course.load import load_course
from autograder.course.model import Course
from autograder.errors import CourseError
from autograder.template import build, lesson_pictures

MARKS = (
    "<!-- task: vowels -->\n<!-- task: shares -->\n<!-- task: reflection -->\n<!-- hand in -->\n"
)
RED = "from PIL import Image\n\nImage.new('RGB', (2, 3), 'red')"


@pytest.fixture
def write(tmp_path: Path):
    """A function that copies the toy course, with a lesson of one cell."""
    root = shutil.copytree(TOY_COURSE, tmp_path / "course")

    def written(source: str) -> Course:
        lesson = root / "assignments" / "counting" / "lesson.md"
        lesson.write_text(f"<!-- setup -->\n\n```python\n{source}\n```\n\n{MARKS}")
        return load_course(root)

    return written


@pytest.mark.filterwarnings("default")  # those of the Jupyter packages are not ours
def test_a_picture_comes_into_the_readable_lesson(write):
    course = write(RED)
    assignment = course.assignment("counting")
    figures = course.given_folder(assignment) / "figures"
    figures.mkdir(parents=True)
    (figures / "of-an-old-cell-1.png").write_bytes(b"")

    drawn = lesson_pictures.draw(course, assignment)

    assert drawn == 1
    [picture] = figures.iterdir()
    assert picture.read_bytes().startswith(b"\x89PNG")
    files = build.template(course, assignment)
    assert f"(figures/{picture.name})" in files["lesson.md"].decode()
    assert files[f"figures/{picture.name}"] == picture.read_bytes()


@pytest.mark.filterwarnings("default")
def test_a_cell_that_does_not_run_is_the_courses_fault(write):
    course = write("1 / 0")

    with pytest.raises(CourseError, match=r"counting/lesson.md:1: a cell does not run:"):
        lesson_pictures.draw(course, course.assignment("counting"))
