"""Tests grading of the challenge with a class of submissions, trained in the sandbox.

The course is this repository's, with a smaller time budget and fewer hidden pictures.
"""

from __future__ import annotations

import io
import os
import pickle
import shutil
from pathlib import Path

import pytest
import safetensors.torch
import torch
from support.paths import PROJECT

from autograder.course.load import load_course
from autograder.grading.batch import grade_paths
from autograder.grading.solutions import load_solution
from autograder.results import CheckResult, Report, Status, TaskResult

pytestmark = pytest.mark.slow(90)

SMALLER = {
    "cpu_seconds: 120        #": "cpu_seconds: 12 #",
    " examples: 2500 ": " examples: 500 ",
    "more_examples: 5000": "more_examples: 500",
    "cpu_seconds: 120          #": "cpu_seconds: 6 #",
}
CANARY = "executed.txt"
WITHOUT_END = """
import torch
from torch import nn

def train(model, images, labels, device):
    optimizer = torch.optim.AdamW(model.parameters(), 3e-3)
    model.train()
    while True:
        for batch in torch.randperm(len(labels)).split(64):
            loss = nn.functional.cross_entropy(model(images[batch].float() / 255), labels[batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
"""
DEAF = """
def train(model, images, labels, device):
    while True:
        try:
            while True:
                pass
        except BaseException:
            pass
"""
EXPLODES = """
import torch

def train(model, images, labels, device):
    with torch.no_grad():
        for parameter in model.parameters():
            parameter *= float("nan")
"""
DOES_NOTHING = """
def train(model, images, labels, device):
    print("loss 2.30")
"""
SEES_NOTHING = """
import torch
from torch import nn

class TinyImageClassifier(nn.Module):
    def __init__(self, num_classes=10, in_channels=3):
        super().__init__()
        self.convolution = nn.Conv2d(in_channels, 4, 3)
        self.dense = nn.Linear(in_channels * 1024, num_classes)

    def forward(self, images):
        self.convolution(images)
        nn.functional.max_pool2d(images, 2)
        return self.dense(images.flatten(1))
"""


LOOKS_FOR_LABELS = """
import gc
import torch

def train(model, images, labels, device):
    print("before training", sorted(found()))
    forward = type(model).forward

    def spying(self, images):
        print("while judged", sorted(found()))
        return forward(self, images)

    type(model).forward = spying

def found():
    things = [t for t in gc.get_objects() if isinstance(t, torch.Tensor)]
    return {tuple(t.shape) for t in things if t.dtype is torch.int64 and t.dim() == 1}
"""


class Bomb:
    """An object that writes a file when it is unpickled."""

    def __reduce__(self) -> object:
        return os.open, (CANARY, os.O_CREAT)


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("course")
    for folder in ("assignments", "solutions"):
        shutil.copytree(PROJECT / folder, root / folder)
    text = (PROJECT / "grading.yml").read_text()
    for long, short in SMALLER.items():
        assert text.count(long) == 1, long
        text = text.replace(long, short)
    (root / "grading.yml").write_text(text)
    return root


@pytest.fixture(scope="module")
def state() -> dict[str, torch.Tensor]:
    """The state dict of the reference network, after a short training in this process."""
    course = load_course(PROJECT)
    challenge = course.assignment("challenge")
    model, training = (
        load_solution(course, challenge, challenge.task(name)) for name in ("model", "training")
    )
    import tiny_images_for_tests as tiny_images  # noqa: PLC0415 - see the fixture below

    torch.manual_seed(1)
    network, eggs = model.TinyImageClassifier(), tiny_images.load("train", count=2000)
    training.train(network, eggs.images, eggs.labels, torch.device("cpu"))
    return {name: value.contiguous() for name, value in network.state_dict().items()}


@pytest.fixture(scope="module", autouse=True)
def tiny_images_importable() -> None:
    """Makes the given module importable under another name."""
    import importlib.util  # noqa: PLC0415
    import sys  # noqa: PLC0415

    path = PROJECT / "assignments" / "challenge" / "given" / "tiny_images.py"
    spec = importlib.util.spec_from_file_location("tiny_images_for_tests", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)


@pytest.fixture(scope="module")
def graded(course, state, tier, tmp_path_factory) -> tuple[dict[str, Report], list[str]]:
    folder = tmp_path_factory.mktemp("class")
    solutions = PROJECT / "solutions" / "challenge"
    right = {path.name: path.read_bytes() for path in solutions.glob("*.*")}
    pt = io.BytesIO()
    torch.save(state, pt)
    too_large = {**state, "classifier.1.bias": torch.zeros(3)}
    submissions = {
        "reference": right,
        "reference_again": right,
        "without_end": {**right, "training.py": WITHOUT_END.encode()},
        "deaf": {**right, "training.py": DEAF.encode()},
        "explodes": {**right, "training.py": EXPLODES.encode()},
        "does_nothing": {**right, "training.py": DOES_NOTHING.encode()},
        "sees_nothing": {**right, "model.py": SEES_NOTHING.encode()},
        "checkpoint_pt": {**right, "training.py": DEAF.encode(), "weights.pt": pt.getvalue()},
        "checkpoint_safetensors": {**right, "weights.safetensors": safetensors.torch.save(state)},
        "checkpoint_of_another_network": {
            **right,
            "weights.safetensors": safetensors.torch.save(too_large),
        },
        "checkpoint_that_is_a_bomb": {**right, "weights.pt": pickle.dumps(Bomb())},
        "looks_for_labels": {**right, "training.py": LOOKS_FOR_LABELS.encode()},
        "no_model": {name: data for name, data in right.items() if name != "model.py"},
    }
    for name, files in submissions.items():
        (folder / name).mkdir()
        for file, data in files.items():
            (folder / name / file).write_bytes(data)
    lines: list[str] = []
    outcomes = grade_paths(
        course,
        "challenge",
        [str(folder / name) for name in submissions],
        tier=tier,
        jobs=2,
        on_outcome=lambda outcome: None,
        on_line=lambda path, line: lines.append(f"{Path(path).name}: {line}"),
    )
    problems = [outcome.problem for outcome in outcomes if outcome.report is None]
    assert not problems
    return {Path(outcome.path).name: outcome.report for outcome in outcomes}, lines


@pytest.fixture
def reports(graded) -> dict[str, Report]:
    return graded[0]


def task(report: Report, name: str) -> TaskResult:
    return next(result for result in report.tasks if result.task == name)


def check(report: Report, name: str) -> CheckResult:
    found = (c for result in report.tasks for c in result.checks if c.check == name)
    return next(found)


def test_the_reference_earns_full_marks_and_honours(reports):
    report = reports["reference"]

    assert report.score == report.points == 20
    assert any(note.startswith("Honours: ") for note in task(report, "training").notes)


def test_what_was_measured_is_kept(reports):
    data = task(reports["reference"], "training").data

    assert data["accuracy"] > 0.9
    assert data["interval"][0] < data["accuracy"] < data["interval"][1]
    assert sum(map(sum, data["confusion"])) == 500
    assert len(data["classes"]) == len(data["confusion"]) == 10
    assert data["learning_curve"][0] > data["learning_curve"][-1] > 0
    assert max(data["without"].values()) < 0.2
    assert len(data["kernels"][0]) == 3
    assert all(worst["is"] != worst["said"] for worst in data["worst"])


def test_printed_lines_arrive_while_it_trains(graded):
    assert any(line.startswith("reference: training: epoch 1 of") for line in graded[1])


def test_the_same_code_is_judged_the_same(reports):
    first, again = (
        task(reports[name], "training").data for name in ("reference", "reference_again")
    )

    assert first["accuracy"] == again["accuracy"]
    assert first["confusion"] == again["confusion"]


def test_a_run_past_its_budget_is_graded_as_it_is(reports):
    result = task(reports["without_end"], "training")

    assert result.score == result.points
    assert any("stopped after its 12 seconds of processor time" in note for note in result.notes)


def test_a_run_that_can_not_be_stopped_earns_nothing(reports):
    result = task(reports["deaf"], "training")

    assert result.score == 0
    assert {c.status for c in result.checks} == {Status.CRASHED}
    assert "used up its 18 seconds of processor time" in result.checks[0].message
    assert task(reports["deaf"], "model").score == 6


def test_numbers_that_explode(reports):
    found = check(reports["explodes"], "test_training_changes_the_network")

    assert found.status is Status.WRONG
    assert "NaN or infinite" in found.message
    assert task(reports["explodes"], "training").score == 0


def test_training_that_does_nothing(reports):
    result = task(reports["does_nothing"], "training")

    assert result.score == 0
    assert "11 of the 11 tensors of parameters are exactly as before" in result.checks[0].message
    assert not [name for c in result.checks for name in c.mistakes]


def test_layers_that_are_there_but_unused_earn_nothing(reports):
    report = reports["sees_nothing"]

    assert check(report, "test_convolution_and_pooling_are_used").score == 0
    assert task(report, "training").data["share"] == 0


@pytest.mark.parametrize("name", ["checkpoint_pt", "checkpoint_safetensors"])
def test_a_checkpoint_is_judged_in_place_of_a_training(reports, graded, name):
    result = task(reports[name], "training")

    assert result.score == result.points
    assert not [line for line in graded[1] if line.startswith(f"{name}: training: epoch")]


def test_a_checkpoint_of_another_network_gets_a_sentence(reports):
    result = task(reports["checkpoint_of_another_network"], "training")

    assert result.score == 0
    assert "weights.safetensors" in result.checks[0].message
    assert "1 of 20 tensors have another shape" in result.checks[0].message


def test_a_hostile_checkpoint_gets_a_sentence_and_runs_nothing(reports):
    result = task(reports["checkpoint_that_is_a_bomb"], "training")

    assert result.score == 0
    assert "weights.pt" in result.checks[0].message
    assert not Path(CANARY).exists()


def test_hidden_labels_are_nowhere_in_the_students_process(reports):
    printed = task(reports["looks_for_labels"], "training").output.splitlines()

    assert "before training [(4000,)]" in printed
    judged = {line for line in printed if line.startswith("while judged")}
    assert judged
    assert judged <= {"while judged []", "while judged [(4000,)]"}


def test_training_without_a_model_is_unfinished(reports):
    report = reports["no_model"]

    assert {c.status for c in task(report, "training").checks} == {Status.UNFINISHED}
    assert "model.py was not handed in" in task(report, "training").checks[0].message
