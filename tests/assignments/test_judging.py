"""Tests how networks of the challenge are judged: within memory limits, fairly and repeatably."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from types import ModuleType

import pytest
import torch
from support.challenges import PROJECT, check, course_with, grade, training

from autograder.errors import StudentDied, StudentOutOfMemory
from autograder.results import Report, Status

pytestmark = pytest.mark.slow(70)

WIDE_MODEL = """
import torch
from torch import nn

class TinyImageClassifier(nn.Module):
    def __init__(self, num_classes=10, in_channels=3):
        super().__init__()
        self.layers = nn.Sequential(
            nn.Conv2d(in_channels, 64, 1), nn.BatchNorm2d(64), nn.ReLU(),
            nn.BatchNorm2d(64), nn.ReLU(),
            nn.AdaptiveAvgPool2d(4), nn.Flatten(), nn.Linear(64 * 16, num_classes),
        )

    def forward(self, images):
        return self.layers(images)
"""
# Steps with learning rate 0: only their memory matters, and no repetition could change the result.
FEW_STEPS = """
import torch
from torch import nn

def train(model, images, labels, device):
    optimizer = torch.optim.SGD(model.parameters(), 0.0)
    for batch in torch.randperm(len(labels))[:512].split(256):
        loss = nn.functional.cross_entropy(model(images[batch] / 255), labels[batch])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
"""
TOO_MUCH = """
import torch

def train(model, images, labels, device):
    model(torch.cat([images / 255] * 40))
"""
# A training that gets stuck for chosen seeds: all parameters change, but nothing is learned.
STUCK_OR_NOT = """
import torch
from solved import train as well

def train(model, images, labels, device):
    if {is_stuck}:
        with torch.no_grad():
            for parameter in model.parameters():
                parameter.mul_(0.5)
            model.classifier[1].weight.mul_(1e-3)
            model.classifier[1].bias.copy_(torch.arange(10.0))
    else:
        well(model, images, labels, device)
"""
FIXED_SEED = """
import torch

def train(model, images, labels, device):
    torch.manual_seed(0)
    for parameter in model.parameters():
        torch.nn.init.normal_(parameter.data, std=0.01)
"""
PRINTS_ALL = """
import random
import numpy
import torch
from torch import nn

FIRST = torch.rand(()).item()

def train(model, images, labels, device):
    print("first", FIRST, torch.rand(()).item(), random.random(), numpy.random.rand())
    optimizer = torch.optim.Adam(model.parameters(), 1e-3)
    for batch in torch.randperm(len(labels))[:640].split(64):
        loss = nn.functional.cross_entropy(model(images[batch] / 255), labels[batch])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        print("batch", loss.item().hex())
    print("sum", sum(p.double().sum() for p in model.parameters()).item().hex())
"""
DRAWS_EVERYWHERE = """
import torch
from torch import nn

AT_IMPORT = torch.rand(()).item()

class TinyImageClassifier(nn.Module):
    def __init__(self, num_classes=10, in_channels=3):
        super().__init__()
        self.features = nn.Sequential(
            nn.LazyConv2d(8, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Dropout(0.1), nn.LazyConv2d(8, 3),
            nn.Flatten(), nn.LazyLinear(num_classes))

    def forward(self, images):
        return self.features(images + 0.001 * torch.rand(()) * AT_IMPORT)
"""


@pytest.fixture(scope="module")
def judging() -> ModuleType:
    """The graders' module `judging`."""
    graders = PROJECT / "assignments" / "challenge" / "graders"
    spec = importlib.util.spec_from_file_location("judging_for_tests", graders / "judging.py")
    module = importlib.util.module_from_spec(spec)
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(graders)  # it imports its neighbours
        spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    return course_with(tmp_path_factory.mktemp("course"), {"memory_mb: 8192 ": "memory_mb: 768 "})


@pytest.fixture(scope="module")
def reports(course, tier, tmp_path_factory) -> dict[str, Report]:
    solved = (PROJECT / "solutions" / "challenge" / "training.py").read_text()
    submissions = {
        "wide": {"model.py": WIDE_MODEL, "training.py": FEW_STEPS},
        "too_much": {"training.py": TOO_MUCH},
        "stuck": {"training.py": STUCK_OR_NOT.format(is_stuck="True"), "solved.py": solved},
        "fixed": {"training.py": FIXED_SEED},
        "draws": {"model.py": DRAWS_EVERYWHERE, "training.py": PRINTS_ALL},
    }
    return grade(course, tmp_path_factory.mktemp("class"), submissions, tier)


@pytest.fixture(scope="module")
def repeated(course, tier, reports, tmp_path_factory) -> dict[str, Report]:
    """Reports of trainings that get stuck for some of the grader's seeds."""
    solved = (PROJECT / "solutions" / "challenge" / "training.py").read_text()
    seeds = training(reports["stuck"]).data["seeds"]
    submissions = {
        f"stuck_{count}": {
            "training.py": STUCK_OR_NOT.format(is_stuck=f"torch.initial_seed() in {seeds[:count]}"),
            "solved.py": solved,
        }
        for count in (1, 2)
    }
    return grade(course, tmp_path_factory.mktemp("class"), submissions, tier)


def test_a_batch_that_does_not_fit_is_halved(judging):
    asked = []

    def network(images):
        asked.append(len(images))
        if len(images) > 30:
            raise StudentOutOfMemory("Too much.")
        return images.flatten(1)[:, :10]

    logits = judging.forward(network, torch.full((120, 3, 32, 32), 255, dtype=torch.uint8))

    assert torch.equal(logits, torch.ones(120, 10))
    assert asked == [100, 50, 25, 25, 25, 25, 20]


def test_a_single_picture_that_does_not_fit_is_said(judging):
    def network(images):
        raise StudentOutOfMemory("Too much.")

    with pytest.raises(StudentOutOfMemory, match=r"^For a single picture, the network needs more"):
        judging.forward(network, torch.zeros(120, 3, 32, 32))


def test_a_process_killed_for_a_batch_and_one_that_died_differ(judging):
    errors = [StudentOutOfMemory("Too much."), StudentDied("It is gone.")]

    def network(images):
        raise errors.pop(0)

    with pytest.raises(StudentOutOfMemory, match="Too much"):
        judging.forward(network, torch.zeros(120, 3, 32, 32))
    errors = [StudentDied("It is gone.")]
    with pytest.raises(StudentDied):
        judging.forward(network, torch.zeros(120, 3, 32, 32))


def test_a_wide_network_is_judged_whatever_memory_it_needs(reports):
    report = reports["wide"]

    assert check(report, "test_new_pictures_are_recognised").status is Status.WRONG
    assert {c.status for task in report.tasks for c in task.checks} <= {
        Status.PASSED,
        Status.WRONG,
    }
    assert report.tasks[0].score == report.tasks[0].points
    assert training(report).data["pictures"] == 500


def test_too_much_memory_in_training_says_what_to_do(reports):
    result = training(reports["too_much"])

    assert result.score == 0
    assert {c.message for c in result.checks} == {
        "`train` used more than its 768 MB of memory while training; a smaller batch needs less."
    }


@pytest.mark.parametrize(("name", "runs"), [("stuck_1", 2), ("stuck_2", 3)])
def test_a_training_that_gets_stuck_is_repeated_and_the_best_counts(repeated, name, runs):
    result = training(repeated[name])

    assert result.score == result.points
    assert len(result.data["accuracies_of_runs"]) == len(result.data["seeds"]) == runs
    assert any(
        note == "The first training stayed near chance (10.0 %); trained again with other seeds, "
        f"the best of {runs} runs counts."
        for note in result.notes
    )


def test_if_all_trainings_are_stuck_the_message_says_what_helps(reports):
    result = training(reports["stuck"])

    assert len(set(result.data["seeds"])) == len(result.data["accuracies_of_runs"]) == 3
    assert any(
        note.startswith("Each of the 3 trainings stayed near chance (10.0 %, 10.0 %, 10.0 %). What")
        for note in result.notes
    )


def test_a_fixed_seed_is_noticed(reports):
    result = training(reports["fixed"])

    assert len(result.data["accuracies_of_runs"]) == 2
    assert any(note.startswith("The code sets the seeds itself") for note in result.notes)


def test_a_graded_training_can_be_repeated_at_home(course, reports, tmp_path):
    result = training(reports["draws"])
    seed = result.data["seeds"][0]
    for name, source in {"model.py": DRAWS_EVERYWHERE, "training.py": PRINTS_ALL}.items():
        (tmp_path / name).write_text(source)
    for path in (course / "assignments" / "challenge" / "given").glob("*.py"):
        (tmp_path / path.name).write_bytes(path.read_bytes())

    ran = subprocess.run(
        [sys.executable, "train_as_graded.py", str(seed)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )

    lines = ran.stdout.splitlines()
    assert len(lines) == 13
    assert lines[:12] == result.output.splitlines()[:12]
    assert any(note.endswith(f"with seed {seed}.") for note in result.notes)
