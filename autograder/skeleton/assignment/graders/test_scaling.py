"""Hidden checks of `scaling`: of the layer's numbers, its parameters, and its gradients."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from torch import Tensor

from autograder import expect
from autograder.grading.student import Student

AXES = ("example", "feature")  # what sentences call the axes


def loaded(student: Student, weight: Tensor, bias: Tensor) -> Any:
    """The student's layer with these parameters."""
    layer = student.Scaling(len(weight))
    expect.layer(layer)
    names = set(layer.parameters())
    expect.that(
        names == {"weight", "bias"},
        f"The layer's parameters are {sorted(names)}; they should be `weight` and `bias`.",
        told="The layer's parameters should be `weight` and `bias`.",
    )
    layer.load_state_dict({"weight": weight, "bias": bias})
    return layer


@pytest.mark.weight(2)
@pytest.mark.parametrize("features", [1, 2, 5])
def test_each_feature_has_its_own_numbers(
    student: Student, rng: torch.Generator, features: int
) -> None:
    """Each feature is multiplied by its own weight; its own bias is added to that."""
    weight, bias = torch.randn(2, features, generator=rng)
    batch = torch.randn(4, features, generator=rng)

    answer = loaded(student, weight, bias)(batch)

    wanted = torch.stack([row * weight + bias for row in batch])
    expect.close(answer, wanted, axes=AXES)


def test_new_layer_changes_nothing(student: Student) -> None:
    """The weights of a new layer are ones, its biases zeros. Loaded ones take their place."""
    parameters = student.Scaling(3).parameters()
    for name, start in {"weight": torch.ones(3), "bias": torch.zeros(3)}.items():
        sentence = expect.ours(f"The layer has no parameter `{name}`.")
        expect.that(name in parameters, sentence)
        expect.close(parameters[name].detach(), start, name=f"`{name}` of a new layer")

    batch = torch.tensor([[1.0, 2.0, 4.0], [8.0, 16.0, 32.0]])
    layer = loaded(student, torch.tensor([1.0, 0.5, 2.0]), torch.tensor([0.0, 3.0, -1.0]))
    expect.close(layer(batch), torch.tensor([[1.0, 4.0, 7.0], [8.0, 11.0, 63.0]]), axes=AXES)


def test_gradients_reach_the_parameters(student: Student, rng: torch.Generator) -> None:
    """Going backwards gives the weights, the biases and the batch their gradients."""
    weight, bias = torch.randn(2, 3, generator=rng)
    inflow = torch.randn(4, 3, generator=rng)
    batch = torch.randn(4, 3, generator=rng).requires_grad_()

    layer = loaded(student, weight, bias)
    answer = layer(batch)
    expect.close(answer, batch.detach() * weight + bias, axes=AXES)
    expect.that(answer.requires_grad, "No gradient flows back through the layer.")
    answer.backward(inflow)

    gradients = {**layer.gradients(), "batch": batch.grad}
    wanted = {"weight": (inflow * batch.detach()).sum(dim=0), "bias": inflow.sum(dim=0)}
    for name, truth in {**wanted, "batch": inflow * weight}.items():
        sentence = expect.ours(f"No gradient flows back to `{name}`.")
        expect.that(gradients.get(name) is not None, sentence)
        expect.close(gradients[name], truth, name=f"The gradient of `{name}`")
