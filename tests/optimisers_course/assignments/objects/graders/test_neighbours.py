"""Hidden checks of `neighbours`."""

from __future__ import annotations

import pytest
import torch

from autograder import expect

INPUTS = torch.tensor([[0.0, 0.0], [3.0, 0.0], [0.0, 4.0], [9.0, 9.0]])
TARGETS = torch.tensor([2.0, 4.0, 12.0, 20.0])


@pytest.mark.weight(2)
def test_the_nearest_is_found(student):
    """With k = 1, the prediction is the target of the nearest example."""
    model = student.KNearest().fit(INPUTS, TARGETS)

    expect.close(model.predict(torch.tensor([[1.0, 0.5], [8.0, 7.0]])), torch.tensor([2.0, 20.0]))


@pytest.mark.weight(2)
@pytest.mark.parametrize("k", [2, 3])
def test_the_mean_of_several(student, reference, rng, k):
    """With more than one neighbour, the prediction is the mean of their targets."""
    inputs, targets = torch.randn(7, 2, generator=rng), torch.randn(7, generator=rng)
    asked = torch.randn(3, 2, generator=rng)
    mine, right = student.KNearest(k), reference.KNearest(k)
    mine.fit(inputs, targets)
    right.fit(inputs, targets)

    expect.close(mine.predict(asked), right.predict(asked))


def test_new_examples_replace_the_old(student):
    """What was seen first is forgotten when `fit` is called again."""
    model = student.KNearest(k=1)
    model.fit(INPUTS, TARGETS)
    model.fit(torch.tensor([[5.0, 5.0], [6.0, 6.0]]), torch.tensor([7.0, 8.0]))

    expect.integer(len(model), 2, name="The number of examples")
    expect.close(model.predict(torch.tensor([[0.0, 0.0]])), torch.tensor([7.0]))


def test_too_few_examples(student):
    """Without enough examples, `predict` is a ValueError. With enough, it is none."""
    model = student.KNearest(k=3)
    with expect.raises(ValueError, when="nothing was seen"):
        model.predict(torch.zeros(1, 2))
    model.fit(INPUTS, TARGETS)

    expect.close(model.predict(torch.tensor([[0.0, 0.0]])), torch.tensor([6.0]))


def test_error_of_a_model(student):
    """The error is asked of a model that the student has made."""
    model = student.KNearest()
    model.fit(INPUTS, TARGETS)

    error = student.error_of(model, INPUTS, TARGETS + torch.tensor([0.0, 0.0, 2.0, 4.0]))
    expect.close(error, torch.tensor(5.0))
