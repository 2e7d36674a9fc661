"""Tests that the challenge's checks name a known mistake only for code that makes it.

The checks run in this process, on more styles than the sandbox could grade in reasonable time.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import torch
from support import trainings
from support.challenges import PROJECT
from torch import nn

from autograder.course.load import load_course
from autograder.diagnosis.misconceptions import Catalogue
from autograder.errors import StudentError
from autograder.grading.local import LocalAnswers
from autograder.grading.solutions import load_solution
from autograder.grading.student import Student
from autograder.sandbox.inside.stopping import stop_after
from autograder.sandbox.inside.witness import watched

pytestmark = pytest.mark.slow(130)

CHALLENGE = PROJECT / "assignments" / "challenge"
CPU = torch.device("cpu")


class Small(nn.Module):
    def __init__(self, num_classes: int = 10, in_channels: int = 3) -> None:
        super().__init__()
        self.layers = nn.Sequential(
            nn.Conv2d(in_channels, 8, 5, stride=2),
            nn.BatchNorm2d(8),
            nn.ReLU(),
            nn.MaxPool2d(2),
            nn.Flatten(),
            nn.Linear(8 * 7 * 7, num_classes),
        )

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        return self.layers(images)


class Linear(nn.Module):
    def __init__(self, num_classes: int = 10, in_channels: int = 3) -> None:
        super().__init__()
        self.dense = nn.Linear(in_channels * 1024, num_classes)

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        return self.dense(images.flatten(1))


class Perceptron(Linear):
    def __init__(self, num_classes: int = 10, in_channels: int = 3) -> None:
        super().__init__(32, in_channels)
        self.last = nn.Linear(32, num_classes)

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        return self.last(torch.relu(super().forward(images)))


class Stuck(nn.Module):
    """Many layers without normalisation: its logits hardly differ between pictures."""

    def __init__(self, num_classes: int = 10, in_channels: int = 3) -> None:
        super().__init__()
        layers: list[nn.Module] = [nn.Conv2d(in_channels, 8, 5, stride=4), nn.ReLU()]
        for _ in range(6):
            layers += [nn.Conv2d(8, 8, 3, padding=1), nn.ReLU()]
        self.layers = nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten())
        self.dense = nn.Linear(8, num_classes)

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        return self.dense(self.layers(images))


class Bends(nn.Module):
    """A new tanh network, which is nearly linear for inputs from 0 to 1."""

    def __init__(self, num_classes: int = 10, in_channels: int = 3) -> None:
        super().__init__()
        self.convolution = nn.Conv2d(in_channels, 4, 3, stride=2)
        self.dense = nn.Linear(4 * 7 * 7, num_classes)
        nn.init.normal_(self.convolution.weight, std=1e-3)

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        maps = torch.tanh(self.convolution(images))
        return self.dense(nn.functional.avg_pool2d(maps, 2).flatten(1))


class Grey(Perceptron):
    """Accepts any number of channels, and ignores `in_channels`."""

    def __init__(self, num_classes: int = 10, in_channels: int = 3) -> None:
        super().__init__(num_classes, 1)

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        return super().forward(images.mean(1))


NETWORKS = [Small, Linear, Perceptron, Grey, Stuck, Bends]


@pytest.fixture(scope="module", autouse=True)
def one_thread() -> Iterator[None]:
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="module")
def public() -> Any:
    sys.path.insert(0, str(CHALLENGE / "given"))
    import tiny_images  # noqa: PLC0415 - made importable just now

    sys.path.pop(0)
    return tiny_images.load("train")


@pytest.fixture(scope="module")
def graders() -> Any:
    sys.path.insert(0, str(CHALLENGE / "graders"))
    import model_suspicions  # noqa: PLC0415 - made importable just now
    import training_suspicions  # noqa: PLC0415 - see above

    sys.path.pop(0)
    return model_suspicions, training_suspicions


@pytest.fixture(scope="module")
def suspected(graders, public) -> Callable[..., str]:
    """A function that returns the known mistake named for a training, or ''."""
    suspicions = graders[1]
    images = public.images[: suspicions.PICTURES]
    labels = public.labels[: suspicions.PICTURES]
    bright = images.float() / 255
    scrambled = bright.permute(0, 2, 3, 1).reshape(bright.shape)
    sights = {"as they are": bright, "times_255": bright * 255, "reshaped": scrambled}

    def ask(train: Callable[..., None], network: type[nn.Module]) -> str:
        def trained() -> nn.Module:
            torch.manual_seed(1)
            return network().train()

        def watch(stride: float) -> Any:
            model = trained()
            with (
                watched((model, images, labels, CPU), stride) as seen,
                stop_after(suspicions.PROCESSOR_SECONDS, 0) as interruption,
            ):
                train(model, images, labels, CPU)
            return seen(interruption.happened)

        model = trained()
        before = {name: value.clone() for name, value in model.state_dict().items()}
        train(model, images, labels, CPU)
        model.eval()
        with torch.no_grad():
            shares = {
                name: float((model(pictures).argmax(1) == labels).float().mean())
                for name, pictures in sights.items()
            }
        parameters = frozenset(name for name, _ in model.named_parameters())
        seen = suspicions.Observations(before, model.state_dict(), parameters, 2.3, 2.3, shares)
        return suspicions.suspect(seen, watch)

    return ask


@pytest.mark.parametrize("train", trainings.HONEST, ids=lambda each: each.__name__)
def test_honest_trainings_are_accused_of_nothing(suspected, train):
    assert suspected(train, Small) == ""


@pytest.mark.parametrize("network", NETWORKS, ids=lambda each: each.__name__)
@pytest.mark.parametrize("style", ["the solution", "the tutorial"])
def test_networks_of_no_use_do_not_make_the_training_wrong(suspected, style, network):
    course = load_course(PROJECT)
    challenge = course.assignment("challenge")
    solution = load_solution(course, challenge, challenge.task("training"))
    train = solution.train if style == "the solution" else trainings.tutorial

    assert suspected(train, network) == ""


@pytest.mark.parametrize(
    ("train", "mistake"), trainings.WRONG.items(), ids=lambda each: getattr(each, "__name__", "")
)
def test_mistakes_are_named_however_they_are_written(suspected, train, mistake):
    assert suspected(train, Small) == mistake


def test_what_was_printed_is_not_looked_at(suspected, capsys):
    name = suspected(trainings.prints_much, Small)

    assert "loss 68.31" in capsys.readouterr().out
    assert name == ""


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    course = load_course(PROJECT)
    challenge = course.assignment("challenge")
    task = challenge.task("model")
    load_solution(course, challenge, task)
    return Catalogue(
        course.solution_file(challenge, task), course.misconceptions_file(challenge, task)
    )


def named(graders: Any, module: ModuleType, folder: Path) -> str:
    right = module.TinyImageClassifier

    class Raises(right):  # type: ignore[misc,valid-type]  # whichever class it is
        """Raises StudentError for its errors, as the sandbox does."""

        def forward(self, images: torch.Tensor) -> torch.Tensor:
            try:
                return super().forward(images)
            except RuntimeError as error:
                raise StudentError(str(error)) from None

    module.TinyImageClassifier = Raises  # type: ignore[attr-defined]  # a module's attribute
    student = Student(LocalAnswers("model", lambda name: module, folder))
    torch.manual_seed(1)
    return graders[0].suspect(student, torch.rand(6, 3, 32, 32))


def test_each_mistake_of_a_network_is_named(graders, catalogue, tmp_path):
    found = {
        name: named(graders, catalogue.module((name,)), tmp_path)
        for name in catalogue.misconceptions
    }

    assert found == {name: name for name in catalogue.misconceptions}


@pytest.mark.parametrize("network", NETWORKS, ids=lambda each: each.__name__)
def test_networks_are_accused_of_nothing_that_they_do_not_do(graders, network, tmp_path):
    module = ModuleType("model")
    module.TinyImageClassifier = network  # type: ignore[attr-defined]  # a module made here

    assert named(graders, module, tmp_path) == ""
