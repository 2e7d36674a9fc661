"""The lessons, and what students get with them: complete, right, and nothing that is a secret."""

from __future__ import annotations

import re
from pathlib import Path

import jupytext
import pytest
import yaml
from support.paths import PROJECT

from autograder.template import build

LESSONS = sorted((PROJECT / "assignments").glob("*/lesson.md"))
WORKBOOK = (PROJECT / "assignments" / "workbook" / "lesson.md").read_text(encoding="utf-8")
QUESTIONS = [
    r"has to be smaller than the picture .* Why\?",
    r"The network\s+does not mind. Why\?",
    r"why are there not as many places as pixels\?",
    r"Why was the side not divided by 4\?",
    r"What has been gained, if we flatten after all\?",
    r"What goes wrong if the stride is larger than the kernel\?",
    r"What is the shape of its tensor\?",
]


def named(path: Path) -> str:
    return path.parent.name


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_question_is_asked(question):
    text = WORKBOOK.replace("\n> ", " ")

    assert re.search(question, text, re.DOTALL)


def test_ideas_come_one_after_the_other():
    headings = re.findall(r"^##+ (.*)$", WORKBOOK, re.MULTILINE)

    assert headings == [
        "Why a network should see",
        "Task 1: patterns",
        "What a convolutional network does",
        "Words",
        "From a picture to a tensor",
        "Task 2: images",
        "The convolutional layer",
        "Task 3: convolution",
        "The pooling layers",
        "The flatten layer",
        "Task 4: pooling",
        "A typical network",
        "Task 5: thinking breaks",
        "Hand in",
    ]


def test_numbers_in_the_text_are_right():
    rows, columns = 1436 - 4 + 1, 938 - 4 + 1
    flat = 5 * (rows - 4 + 1) * (columns - 4 + 1)

    assert f"{rows} × {columns}" in WORKBOOK
    assert f"{rows - 3} × {columns - 3}" in WORKBOOK
    assert f"{flat:,} numbers" in WORKBOOK
    assert round(flat * 256 / 1e9, 1) == 1.7


@pytest.mark.parametrize("path", LESSONS, ids=named)
def test_cells_are_short(path):
    cells = jupytext.read(path).cells

    for cell in cells:
        if cell.cell_type == "code":
            assert len(cell.source.splitlines()) <= 20, cell.source
            assert max(map(len, cell.source.splitlines())) <= 100, cell.source
    assert "nn.Dense" not in path.read_text(encoding="utf-8")


STAFF_WORDS = {"autograder", "sandbox", "zygote", "misconception", "graders", "SOLUTION"}


def test_what_students_get_keeps_secrets_and_says_nothing_of_the_engine(course):
    for assignment in course.assignments.values():
        files = build.template(course, assignment)
        words = {
            name: re.findall(r"\w+", data.decode(errors="replace")) for name, data in files.items()
        }
        visible = {word for name in words if name.startswith("tests/") for word in words[name]}
        hidden = {
            name
            for path in course.grader_folder(assignment).glob("*.py")
            for name in re.findall(
                r"^def (test_\w+)", path.read_text(encoding="utf-8"), re.MULTILINE
            )
        }

        for name in files:
            assert course.seed not in words[name], name
            # What grades pull requests has to say which folder of the course it needs.
            may_say = {"autograder"} if name == ".github/workflows/grade.yml" else set()
            assert not STAFF_WORDS & {*words[name]} - may_say, name
            assert not (hidden - visible) & {*words[name]}, name


def test_the_points_that_students_read_are_those_of_the_course(course):
    assignment = course.assignment("workbook")
    readme = build.template(course, assignment)["README.md"].decode()

    rows = re.findall(r"^\| `([\w.]+)` \| .* \| (\d+) \|$", readme, re.MULTILINE)

    assert rows == [(task.file, f"{task.points:g}") for task in assignment.tasks]


def test_the_workflow_may_only_read(course):
    for assignment in course.assignments.values():
        text = build.template(course, assignment)[".github/workflows/check.yml"]
        workflow = yaml.safe_load(text)

        assert workflow["permissions"] == {"contents": "read"}
        uses = [step["uses"] for step in workflow["jobs"]["tests"]["steps"] if "uses" in step]
        assert all(re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", use) for use in uses), uses
