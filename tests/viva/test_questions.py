"""Questions about students' own code: their answers are what the code gives, and nothing is hidden.

Each question is checked by running what it shows in a plain Python process.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from support.paths import PROJECT, TESTS

from autograder.course.load import load_course
from autograder.course.model import Course
from autograder.submission.intake import Submission
from autograder.viva import shown
from autograder.viva.asking import questions_about
from autograder.viva.questions import HOW_MANY, Question

pytestmark = [
    pytest.mark.slow(40),
    pytest.mark.warm_programs("-c"),
    pytest.mark.usefixtures("warm_zygotes"),
]

CLASS = TESTS / "submissions"
SUBMISSIONS = ["passed/nested_loops", "wrong/flips_the_kernel", "wrong/strides_exchanged"]
PLACE = re.compile(r"stands at \[([\d, ]+)\] of what it returns")
HOSTILE = """
import os, sys

SEEN = []

def conv2d(images, weight, bias=None, stride=1, padding=0):
    SEEN.append(images)
    print("<script>alert(1)</script>::error::forged")
    return images.sum() * 0 + len(SEEN) * float("nan")

def output_size(size, kernel_size, stride=1, padding=0):
    while True: pass

def sliding_windows(images, kernel_size, stride=1):
    os._exit(0)

class Conv2d:
    pass
"""


@pytest.fixture(scope="module")
def course() -> Course:
    return load_course(PROJECT)


def read(name: str) -> Submission:
    files = {path.name: path.read_bytes() for path in (CLASS / name).glob("*.py")}
    return Submission(name, files)


def asked(course: Course, submission: Submission, tier: str, **more: object) -> list[Question]:
    return questions_about(course, course.assignment("workbook"), submission, tier=tier, **more)


@pytest.mark.parametrize("name", SUBMISSIONS)
def test_the_answer_is_what_the_code_gives(course, tier, tmp_path, name):
    submission = read(name)
    for file, data in submission.files.items():
        (tmp_path / file).write_bytes(data)

    questions = asked(course, submission, tier)

    assert len(questions) == HOW_MANY
    assert len({each.words + each.code for each in questions}) == HOW_MANY
    for each in questions:
        place = PLACE.search(each.words)
        if place:
            code = each.code.replace("print(", "print(float(np.asarray(", 1)
            code = f"import numpy as np\n{code[:-1]})[{place[1]}]))"
            assert float(_ran(code, tmp_path)) == pytest.approx(
                float(each.answer.split(",")[0]), rel=1e-4
            )
        elif "Which of these three" not in each.words:
            assert float(_ran(each.code, tmp_path)) == pytest.approx(float(each.answer))


def _ran(code: str, folder: Path) -> str:
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.strip()


def test_a_line_is_asked_about_where_it_matters_for_some_calls_only(course, tier):
    submission = read("passed/nested_loops")
    found = [asked(course, submission, tier, tasks=("pooling",), draw=draw) for draw in range(3)]

    about = next(each for those in found for each in those if "without line" in each.words)
    line = int(re.search(r"line (\d+) of your pooling\.py", about.words)[1])
    source = (CLASS / "passed/nested_loops/pooling.py").read_text().splitlines()
    first, _, *choices = about.code.splitlines()
    assert first == f"{line}   {source[line - 1].strip()}"
    assert [each[0] for each in choices] == ["A", "B", "C"]
    assert about.answer in "ABC"


def test_the_same_submission_gets_the_same_questions_and_another_draw_others(course, tier):
    submission = read("wrong/flips_the_kernel")

    once = asked(course, submission, tier, tasks=("convolution",))

    assert asked(course, submission, tier, tasks=("convolution",)) == once
    assert asked(course, submission, tier, tasks=("convolution",), draw=1) != once


def test_where_the_code_is_wrong_whoever_asks_is_told(course, tier):
    found = [
        each.remark
        for draw in range(3)
        for each in asked(
            course, read("wrong/flips_the_kernel"), tier, tasks=("convolution",), draw=draw
        )
        if "`conv2d`" in each.words
    ]

    assert "The solution gives another answer." in found


def test_nothing_of_the_hidden_checks_is_asked(course, tier):
    graders = (PROJECT / "assignments/workbook/graders").glob("*.py")
    hidden = "\n".join(path.read_text() for path in graders)

    text = shown.as_text(asked(course, read("passed/nested_loops"), tier))

    assert course.assignment("workbook").seed not in text
    for tensor in re.findall(r"(?:tensor|array)\((\[.*?\])[,)]", text, re.DOTALL):
        assert tensor not in hidden


@pytest.mark.timeout(300)
def test_hostile_code_is_asked_in_the_sandbox_and_shown_as_text(course, tier):
    submission = Submission("hostile", {"convolution.py": HOSTILE.encode()})

    questions = asked(course, submission, tier)

    page, text = shown.as_page(questions, "<script>alert(1)</script>"), shown.as_text(questions)
    assert "<script>" not in page
    assert not any(line.startswith("::") for line in text.splitlines())
    assert not any("sliding_windows" in each.words for each in questions)
