"""The lessons, and what students get with them: complete, right, and nothing that is a secret."""

from __future__ import annotations

import re
from pathlib import Path

import jupytext
import pytest
import torch
import yaml
from support.paths import PROJECT
from torch import nn

from autograder.template import build

LESSONS = sorted((PROJECT / "assignments").glob("*/lesson.md"))
WORKBOOK = (PROJECT / "assignments" / "workbook" / "lesson.md").read_text(encoding="utf-8")
CHALLENGE = (PROJECT / "assignments" / "challenge" / "lesson.md").read_text(encoding="utf-8")
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
        "Padding",
        "Task 3: convolution",
        "The pooling layers",
        "The flatten layer",
        "Task 4: pooling",
        "A typical network",
        "Task 5: thinking breaks",
        "Bonus: break it",
        "Task 6: counterexamples",
        "Hand in",
        "Further reading",
    ]


def test_numbers_in_the_text_are_right():
    rows, columns = 1436 - 4 + 1, 938 - 4 + 1
    flat = 5 * (rows - 4 + 1) * (columns - 4 + 1)

    assert f"{rows} × {columns}" in WORKBOOK
    assert f"{rows - 3} × {columns - 3}" in WORKBOOK
    assert f"{flat:,} numbers" in WORKBOOK
    assert round(flat * 256 / 1e9, 1) == 1.7
    assert "a kernel of 32 × 32 has 1,024" in WORKBOOK
    assert 32 * 32 == 1024


def test_what_the_text_says_of_padding_is_right():
    def output(size, kernel_size, padding):
        return nn.Conv2d(1, 1, kernel_size, padding=padding)(torch.zeros(1, 1, size, size)).shape[
            -1
        ]

    assert "A kernel of 5 takes away 4, so the padding is 2." in WORKBOOK
    assert output(9, kernel_size=5, padding=2) == 9
    assert "A kernel of 4 takes away 3, and no padding gives back exactly 3." in WORKBOOK
    assert [output(9, kernel_size=4, padding=padding) for padding in (1, 2)] == [8, 10]


def test_after_two_poolings_a_kernel_of_3_covers_12_pixels_and_more():
    """A pixel is covered if it changes the answer."""
    layers = nn.Sequential(
        nn.Conv2d(1, 1, 3), nn.AvgPool2d(2), nn.Conv2d(1, 1, 3), nn.AvgPool2d(2), nn.Conv2d(1, 1, 3)
    )
    image = torch.zeros(1, 1, 40, 40, requires_grad=True)

    layers(image)[0, 0, 0, 0].backward()

    assert "covers 12 × 12 pixels and more" in WORKBOOK
    assert (image.grad != 0).any(dim=-1).sum() >= 12


def test_the_parameters_of_dense_networks_in_the_text_are_right():
    pixels = 3 * 32 * 32
    one, two = 10 * pixels + 10, 512 * pixels + 512 + 10 * 512 + 10

    assert f"| one dense layer | {round(one, -3):,} |" in CHALLENGE
    assert f"| two dense layers | {round(two, -5):,} |" in CHALLENGE
    assert two > 10 * 137_000


def parameters(*layers: nn.Module) -> int:
    return sum(each.numel() for each in nn.Sequential(*layers).parameters())


def test_the_parameters_of_networks_that_see_in_the_text_are_right():
    """Kernels of 3; 16 channels at first, then twice as many in each next layer."""
    one = parameters(nn.Conv2d(3, 16, 3, padding=1), nn.Linear(16 * 16 * 16, 10))
    two = parameters(
        *(nn.Conv2d(3, 16, 3, padding=1), nn.Conv2d(16, 32, 3, padding=1)),
        *(nn.Linear(32 * 8 * 8, 64), nn.Linear(64, 10)),
    )
    three = parameters(
        *(nn.Conv2d(3, 16, 3), nn.Conv2d(16, 32, 3), nn.Conv2d(32, 64, 3)),
        *(nn.BatchNorm2d(16), nn.BatchNorm2d(32), nn.BatchNorm2d(64)),
        nn.Linear(64 * 2 * 2, 10),
    )

    found = re.findall(r"^\| [^|]*convolution[^|]*\| ([\d,]+) \|", CHALLENGE, re.MULTILINE)

    assert found == [f"{round(each, -3):,}" for each in (one, two, three)]


@pytest.mark.parametrize("path", LESSONS, ids=named)
def test_every_picture_is_described(course, path):
    text = build.template(course, course.assignment(path.parent.name))["lesson.md"].decode()

    described = re.findall(r"!\[(.*?)\]\(figures/", text)

    assert described
    assert [words for words in described if len(words) < 40] == []


def test_the_descriptions_name_the_right_sums():
    checkerboard = torch.tensor([[0.0, 1, 0, 1], [1, 0, 1, 0]] * 2)
    zebra = torch.tensor([[0.0, 1, 0, 1]] * 4)
    kernel = torch.eye(2)
    grids = torch.stack([kernel.flip(0), kernel, -kernel])
    colourful = torch.stack([checkerboard, 1 - checkerboard, zebra])

    def sums(picture, weight, **settings):
        return nn.functional.conv2d(picture[None], weight[None], **settings)[0, 0]

    assert "their sum, 2, stands in row 0, column 1" in WORKBOOK
    assert sums(checkerboard[None], kernel[None])[0, 1] == 2
    assert "twelve products, 3, stands in row 1, column 1" in WORKBOOK
    assert sums(colourful, grids)[1, 1] == 3
    assert "The sum, 2, stands in row 0, column 0 of a map of 4 by 4" in WORKBOOK
    assert sums(checkerboard[None], torch.ones(1, 3, 3), padding=1)[0, 0] == 2


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
