"""Your tests of `training.py`, with a small network and a few hundred eggs of two classes."""

import pytest
import torch
from tiny_images import load
from torch import nn
from training import train

CPU = torch.device("cpu")  # as in grading, `device` is a torch.device and no string


@pytest.fixture(scope="module")
def eggs():
    """320 zebras and checkerboards: images uint8, labels 0 and 1."""
    images, labels, _ = load("train", count=1600)
    chosen = labels < 2
    return images[chosen], labels[chosen]


@pytest.fixture
def model():
    """A small network for two classes. It always starts with the same numbers."""
    torch.manual_seed(0)
    return nn.Sequential(
        nn.Conv2d(3, 16, 3, padding=1),
        nn.MaxPool2d(2),
        nn.BatchNorm2d(16),
        nn.ReLU(),
        nn.Conv2d(16, 32, 3, padding=1),
        nn.MaxPool2d(2),
        nn.BatchNorm2d(32),
        nn.ReLU(),
        nn.AdaptiveAvgPool2d(2),
        nn.Flatten(),
        nn.Linear(128, 2),
    )


def accuracy(model, images, labels):
    """The share of pictures whose largest logit is that of their label."""
    model.eval()
    with torch.no_grad():
        return (model(images / 255).argmax(1) == labels).float().mean().item()


def test_training_changes_the_parameters(model, eggs):
    before = {name: value.clone() for name, value in model.named_parameters()}

    train(model, *eggs, CPU)

    same = [name for name, value in model.named_parameters() if torch.equal(value, before[name])]
    assert not same, f"Training leaves these parameters as they were: {', '.join(same)}."


def test_training_learns_to_tell_zebras_from_checkerboards(model, eggs):
    images, labels = eggs

    train(model, images.repeat(4, 1, 1, 1), labels.repeat(4), CPU)

    share = accuracy(model, images, labels)
    assert share > 0.65, (
        f"After training, {share:.0%} of the pictures are recognised; it should be more than 65%, "
        "and guessing gives 50%."
    )


def test_model_sees_brightness_from_0_to_1(model, eggs):
    seen = []
    model.register_forward_pre_hook(lambda _, inputs: seen.append(inputs[0].detach()))

    train(model, *eggs, CPU)

    assert seen, "The model is never called."
    assert all(batch.dtype is torch.float32 for batch in seen), (
        f"It sees {seen[0].dtype}; it should see float32."
    )
    low, high = min(batch.min() for batch in seen), max(batch.max() for batch in seen)
    assert low >= -0.01, f"It sees numbers down to {low:.2f}; they should go from 0 to 1."
    assert 0.9 <= high <= 1.01, f"It sees numbers up to {high:.2f}; they should go from 0 to 1."


def test_model_sees_all_pictures(model, eggs):
    seen = []
    model.register_forward_pre_hook(lambda _, inputs: seen.append(len(inputs[0])))

    train(model, *eggs, CPU)

    assert sum(seen) >= len(eggs[1]), f"{len(eggs[1])} pictures are there; it saw {sum(seen)}."


def test_pictures_and_labels_are_left_as_they_were(model, eggs):
    images, labels = eggs[0].clone(), eggs[1].clone()

    train(model, images, labels, CPU)

    assert torch.equal(images, eggs[0]), "Training changed the pictures it was given."
    assert torch.equal(labels, eggs[1]), "Training changed the labels it was given."


def test_a_few_pictures_are_enough_to_run(model, eggs):
    images, labels = eggs

    train(model, images[:20], labels[:20], CPU)

    assert all(value.isfinite().all() for value in model.parameters()), (
        "Some parameters are no numbers (NaN or infinite) after training."
    )
