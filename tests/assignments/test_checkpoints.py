"""Tests that checkpoints are read in every common format, and that others get a clear problem."""

from __future__ import annotations

import io
import pickle
import warnings
from collections.abc import Iterator

import pytest
import safetensors.torch
import torch
from support.challenges import RIGHT, check, course_with, grade, training
from torch import nn

from autograder.course.model import Task
from autograder.course.schema import Limits
from autograder.grading.attempt import Attempt
from autograder.grading.remote import RemoteAnswers
from autograder.grading.solutions import load_solution
from autograder.grading.student import Student
from autograder.results import Report
from autograder.sandbox.inside import checkpoints
from autograder.sandbox.limits import Budget
from autograder.submission.intake import Submission

pytestmark = pytest.mark.slow(40)

NETWORK = """
from torch import nn

def network():
    return nn.Sequential(nn.Linear(3, 4), nn.Sequential(nn.Linear(4, 2)))
"""
TASK = Task(name="task", points=1, file="task.py", graded_by="checks", forbidden=(), options={})
STATE = {
    "0.weight": torch.arange(12.0).reshape(4, 3),
    "0.bias": torch.arange(4.0),
    "1.0.weight": torch.ones(2, 4),
    "1.0.bias": torch.zeros(2),
}


def saved(thing: object) -> bytes:
    """The bytes that `torch.save` writes."""
    file = io.BytesIO()
    torch.save(thing, file)
    return file.getvalue()


def scripted() -> bytes:
    """The bytes that TorchScript writes, which is deprecated but still used."""
    file = io.BytesIO()
    with warnings.catch_warnings(action="ignore", category=FutureWarning):
        torch.jit.save(torch.jit.trace(nn.Linear(3, 4), torch.zeros(1, 3)), file)
    return file.getvalue()


def prefixed(prefix: str) -> dict[str, torch.Tensor]:
    return {f"{prefix}{name}": value for name, value in STATE.items()}


@pytest.fixture
def load(zygotes) -> Iterator[object]:
    """A function that loads the first of some files into a network; returns result and state."""
    attempts = []

    def load(**files: bytes):
        named = {name.replace("_", "."): data for name, data in files.items()}
        submission = Submission("ada", {"task.py": NETWORK.encode(), **named})
        attempt = Attempt(zygotes, submission, TASK, Limits(), Budget(60), given={})
        attempts.append(attempt)
        network = Student(RemoteAnswers(attempt)).network()
        return network.load_checkpoint(*named), network.state_dict()

    yield load
    for attempt in attempts:
        attempt.close()


@pytest.mark.parametrize(
    "data",
    [
        saved(STATE),
        saved(prefixed("module.")),
        saved(prefixed("_orig_mod.")),
        saved(prefixed("module._orig_mod.")),
        saved({name.replace("1.", "1._orig_mod.", 1): value for name, value in STATE.items()}),
        saved({"state_dict": STATE, "epoch": 3}),
        saved({"model_state_dict": prefixed("module."), "optimizer_state_dict": {"state": {}}}),
        saved({name: value.double() for name, value in STATE.items()}),
        saved({name: nn.Parameter(value) for name, value in STATE.items()}),
    ],
)
@pytest.mark.parametrize("suffix", ["pt", "pth"])
def test_every_way_to_save_a_state_dict_is_read(load, suffix, data):
    loaded, state = load(**{f"weights_{suffix}": data})

    assert loaded.problem == ""
    assert all(torch.equal(state[name], value) for name, value in STATE.items())


def test_safetensors_are_read(load):
    loaded, state = load(weights_safetensors=safetensors.torch.save(prefixed("module.")))

    assert loaded.problem == ""
    assert torch.equal(state["0.weight"], STATE["0.weight"])


@pytest.mark.parametrize(
    ("data", "problem", "count", "total"),
    [
        (b"", "empty", 0, 0),
        (b"weights", "damaged", 0, 0),
        (b"version https://git-lfs.github.com/spec/v1\noid a\n", "pointer", 0, 0),
        (saved(STATE)[:-100], "damaged", 0, 0),
        (saved(nn.Linear(3, 4)), "holds_a_model", 0, 0),
        (scripted(), "holds_a_model", 0, 0),
        (pickle.dumps({"a": 1}), "damaged", 0, 0),
        (saved([torch.ones(3)]), "no_state_dict", 0, 0),
        (saved({}), "no_state_dict", 0, 0),
        (saved({"epoch": 3}), "no_state_dict", 0, 0),
        (saved({"0.weight": STATE["0.weight"]}), "other_names", 3, 4),
        (saved({**STATE, "more": torch.ones(1)}), "other_names", 1, 5),
        (saved({**STATE, "0.bias": torch.ones(5)}), "other_shapes", 1, 4),
    ],
)
def test_what_can_not_be_loaded_has_a_problem_in_one_word(load, data, problem, count, total):
    loaded, _ = load(weights_pt=data)

    assert (loaded.problem, loaded.count, loaded.total) == (problem, count, total)


@pytest.mark.parametrize("data", [b"", b"weights", b"\xff" * 100])
def test_damaged_safetensors(load, data):
    loaded, _ = load(weights_safetensors=data)

    assert loaded.problem == ("damaged" if data else "empty")


@pytest.mark.parametrize(
    ("other", "differs"),
    [
        (saved(prefixed("module.")), False),
        (saved({**STATE, "0.bias": torch.ones(4)}), True),
        (b"damaged", True),
    ],
)
def test_files_are_compared_by_what_they_hold(load, other, differs):
    loaded, state = load(weights_safetensors=safetensors.torch.save(STATE), weights_pt=other)

    assert loaded.problem == ""
    assert loaded.differ == (differs,)
    assert torch.equal(state["0.bias"], STATE["0.bias"])


@pytest.fixture(scope="module")
def reports(course, tier, tmp_path_factory) -> dict[str, Report]:
    challenge = course.assignment("challenge")
    model = load_solution(course, challenge, challenge.task("model"))
    torch.manual_seed(1)
    untrained, other = (model.TinyImageClassifier().state_dict() for _ in range(2))
    submissions = {
        "untrained": {"weights.pt": saved(untrained)},
        "pth": {"weights.pth": saved(untrained)},
        "both": {
            "weights.safetensors": safetensors.torch.save(other),
            "weights.pt": saved(untrained),
        },
        "model": {"weights.pt": saved(nn.Linear(3, 4))},
        "damaged": {"weights.safetensors": b"damaged", "training.py": ""},
        "pointer": {"weights.pt": b"version https://git-lfs.github.com/spec/v1\noid a\nsize 1\n"},
        "alone": {"weights.pt": saved(untrained), "training.py": None},
    }
    smaller = course_with(tmp_path_factory.mktemp("course"), {})
    return grade(smaller, tmp_path_factory.mktemp("class"), submissions, tier)


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("untrained", "weights.pt"),
        ("pth", "weights.pth"),
        ("both", "weights.safetensors"),
        ("model", "weights.pt"),
        ("damaged", "weights.safetensors"),
    ],
)
def test_what_was_judged_is_said_and_no_mistake_of_a_training_is_named(reports, name, file):
    result = training(reports[name])

    assert f"Judged by {file}; training.py was not run." in result.notes
    assert result.score == 0
    assert not [mistake for c in result.checks for mistake in c.mistakes]


def test_an_untrained_checkpoint_is_compared_with_a_new_network(reports):
    assert check(reports["untrained"], "test_training_changes_the_network").message == (
        "With weights.pt, 6 of the 11 tensors of parameters are exactly those of a new network."
    )


def test_which_of_two_files_counts_is_said(reports):
    notes = training(reports["both"]).notes

    assert "weights.safetensors and weights.pt differ; weights.safetensors counts." in notes
    assert len(training(reports["untrained"]).notes) == 1


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        (
            "model",
            "weights.pt holds a whole model, or other objects, instead of a state dict. "
            'Save it with `torch.save(model.state_dict(), "weights.pt")`.',
        ),
        (
            "damaged",
            "weights.safetensors is damaged, or no file of this kind. Save it with "
            '`safetensors.torch.save_file(model.state_dict(), "weights.safetensors")`.',
        ),
    ],
)
def test_a_refused_checkpoint_gets_one_plain_sentence(reports, name, sentence):
    assert {c.message for c in training(reports[name]).checks} == {sentence}


def test_a_git_lfs_pointer_and_a_damaged_file_differ(reports):
    said = "weights.pt is only a pointer of Git LFS. Commit the file itself."

    assert {c.message for c in training(reports["pointer"]).checks} == {said}


def test_a_checkpoint_without_the_training_is_said_not_to_count(reports):
    said = "training.py was not handed in; weights.pt counts only together with it."

    assert {c.message for c in training(reports["alone"]).checks} == {said}


def test_counters_of_batches_may_be_missing(tmp_path):
    """Old versions of PyTorch did not count batches, and grading does not need the counters."""
    trained, network = nn.BatchNorm1d(2), nn.BatchNorm1d(2)
    nn.init.constant_(trained.weight, 3.0)
    state = {f"module.{name}": value for name, value in trained.state_dict().items()}
    for name, problem in (("module.num_batches_tracked", ""), ("module.bias", "other_names")):
        rest = {each: value for each, value in state.items() if each != name}
        (tmp_path / "weights.pt").write_bytes(saved(rest))

        assert checkpoints.load(network, tmp_path / "weights.pt", [])[0] == problem

    assert torch.equal(network.weight, trained.weight)


def test_the_solution_hands_in_no_checkpoint():
    assert not [name for name in RIGHT if name.startswith("weights")]
