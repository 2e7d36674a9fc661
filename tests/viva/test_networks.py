"""Questions about networks of all builds: their answers are what a plain Python process finds."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from support.paths import PROJECT

from autograder.course.load import load_course
from autograder.submission.intake import Submission
from autograder.viva import shown
from autograder.viva.asking import questions_about
from autograder.viva.questions import HOW_MANY, Question

pytestmark = [
    pytest.mark.slow(40),
    pytest.mark.warm_programs("-c"),
    pytest.mark.usefixtures("warm_zygotes"),
]

HEAD = """
import torch
from torch import nn
from torch.nn import functional as F

"""
SEQUENTIAL = """
class TinyImageClassifier(nn.Sequential):
    def __init__(self, num_classes=10, in_channels=3):
        layers = [nn.Conv2d(in_channels, 4, 3, padding=1), nn.ReLU()]
        layers.append(nn.MaxPool2d(4))
        layers.append(nn.Flatten())
        super().__init__(*layers, nn.Linear(4 * 8 * 8, num_classes))
"""
FUNCTIONAL = """
class TinyImageClassifier(nn.Module):
    def __init__(self, num_classes=10, in_channels=3):
        super().__init__()
        self.kernels = nn.Parameter(torch.randn(5, in_channels, 3, 3))
        self.tied = self.kernels
        self.head = nn.Parameter(torch.randn(num_classes, 5))
    def forward(self, images):
        seen = F.conv2d(images, self.kernels)
        seen = seen.relu()
        seen = seen.amax((2, 3))
        return seen @ self.head.T
"""
WRAPPED = """
class Inner(nn.Module):
    def __init__(self, classes):
        super().__init__()
        self.layer = nn.Conv2d(3, classes, 4, stride=4)
        self.norm = nn.BatchNorm2d(classes)
    def forward(self, images):
        images = self.layer(images)
        images = self.norm(images)
        return images.mean((2, 3))
class TinyImageClassifier(nn.Module):
    def __init__(self, num_classes=10, in_channels=3):
        super().__init__()
        self.inner = nn.DataParallel(Inner(num_classes))
    def forward(self, images):
        return self.inner(images)
"""
LAZY = """
class TinyImageClassifier(nn.Module):
    def __init__(self, num_classes=10, in_channels=3):
        super().__init__()
        self.first = nn.LazyConv2d(6, 3)
        self.last = nn.LazyLinear(num_classes)
        self.drop = nn.Dropout(0.5)
    def forward(self, images):
        seen = self.first(images).relu()
        seen = F.max_pool2d(seen, 5)
        seen = self.drop(seen)
        return self.last(seen.flatten(1))
"""
SILENT = """
class TinyImageClassifier(nn.Module):
    def __init__(self, num_classes=10):
        super().__init__()
    def forward(self, images):
{body}
"""
NETWORKS = {
    "sequential": SEQUENTIAL,
    "functional": FUNCTIONAL,
    "wrapped": WRAPPED,
    "lazy": LAZY,
}
# Asks in another way than ours: by a plain import.
PLAIN = """
import sys, torch
from model import TinyImageClassifier
{code}
print({asked})
"""
COUNT = "sum(p.numel() for p in network.parameters())"


@pytest.fixture(scope="module")
def course():
    return load_course(PROJECT)


def asked(course, source: str, tier: str, **more) -> list[Question]:
    submission = Submission("ada", {"model.py": (HEAD + source).encode()})
    return questions_about(course, course.assignment("challenge"), submission, tier=tier, **more)


def ran(folder: Path, code: str, expression: str) -> tuple[str, str]:
    """What is printed, and the last line of the trouble."""
    done = subprocess.run(
        [sys.executable, "-B", "-c", PLAIN.format(code=code, asked=expression)],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.strip(), done.stderr.strip().rpartition("\n")[2]


def require_true(question: Question, source: str, folder: Path) -> None:
    """The answer is what plain Python finds."""
    (folder / "model.py").write_text(source)
    answer, code = question.answer, question.code
    if parameter := re.search(r"parameter `(.+)` of", question.words):
        got, _ = ran(
            folder, code, f"tuple(dict(network.named_parameters())[{parameter[1]!r}].shape)"
        )
        assert answer.endswith(f"in the shape {got}")
        numbers, _ = ran(
            folder, code, f"dict(network.named_parameters())[{parameter[1]!r}].numel()"
        )
        assert answer.startswith(f"{numbers},")
    elif "have together" in question.words:
        assert answer.startswith(f"{ran(folder, code, COUNT)[0]},")
    elif "three inputs" in question.words:
        made, _, *choices = code.splitlines()
        for choice in choices:
            letter, call = choice.split("   ")
            got, _ = ran(folder, made, f"tuple({call}.shape)")
            assert (f"{letter}, giving {got}" in answer) == bool(got), (answer, choice)
    else:
        line = int(re.search(r"without line (\d+)", question.words)[1])
        lines = source.split("\n")
        kept, lines[line - 1] = lines[line - 1], re.sub(r"\S.*", "pass", lines[line - 1])
        assert code.startswith(f"{line}   {kept.strip()}")
        (folder / "model.py").write_text("\n".join(lines))
        call = code.partition("\n\n")[2]
        got, trouble = ran(folder, call, f"(tuple(answer.shape), {COUNT})")
        if answer.startswith("an error: "):
            assert trouble.startswith(answer.removeprefix("an error: "))
        else:
            shape, count = re.fullmatch(r"\((\(.*\)), (\d+)\)", got).groups()
            assert f"of shape {shape}," in answer
            now = re.search(r"; (\d+) numbers", answer)
            assert now is not None
            assert now[1] == count


@pytest.mark.timeout(300)
@pytest.mark.parametrize("name", NETWORKS)
def test_the_answers_are_true_of_every_kind_of_network(course, tier, tmp_path, name):
    questions = asked(course, NETWORKS[name], tier)

    assert 4 <= len(questions) <= HOW_MANY
    kinds = {re.sub(r"`.*?`|\d+", "", each.words) for each in questions}
    assert len(kinds) >= 3
    for each in questions:
        require_true(each, HEAD + NETWORKS[name], tmp_path)


def test_the_same_network_gets_the_same_questions(course, tier):
    once = asked(course, FUNCTIONAL, tier)

    assert asked(course, FUNCTIONAL, tier) == once
    assert asked(course, FUNCTIONAL, tier, draw=1) != once


@pytest.mark.parametrize(
    "body",
    [
        "        raise ValueError('no')",
        "        return [images]",
        "        while True: pass",
        "        import os; os._exit(0)",
    ],
)
def test_of_what_gives_no_tensor_nothing_is_asked(course, tier, body):
    source = SILENT.format(body=body)

    assert asked(course, source, tier) == []


def test_where_few_can_be_asked_a_sentence_says_so():
    few = [Question("Why?", "x", "y")]

    assert "Only one question can be asked here" in shown.as_text(few)
    assert "Only one question can be asked here" in shown.as_page(few, "Ada")
    assert "can be asked here" not in shown.as_text(few * HOW_MANY)
