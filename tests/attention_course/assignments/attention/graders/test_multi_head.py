"""Hidden checks of `multi_head`: the layer against `nn.MultiheadAttention` with the same state."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from torch import Tensor, nn

from autograder import expect
from autograder.grading.student import Student

AXES = ("row", "place", "feature")


def state_of(width: int, rng: torch.Generator) -> dict[str, Tensor]:
    """Numbers for all parameters of a layer."""
    shapes = {
        "in_proj_weight": (3 * width, width),
        "in_proj_bias": (3 * width,),
        "out_proj.weight": (width, width),
        "out_proj.bias": (width,),
    }
    return {name: torch.randn(shape, generator=rng) for name, shape in shapes.items()}


def loaded(student: Student, heads: int, state: dict[str, Tensor]) -> Any:
    """The student's layer with this state."""
    layer = student.MultiHead(len(state["out_proj.bias"]), heads)
    expect.layer(layer)
    names = set(layer.parameters())
    expect.that(
        names == set(state),
        f"The layer's parameters are {sorted(names)}; they should be {sorted(state)}.",
        told="The layer's parameters should be those that the task names.",
    )
    layer.load_state_dict(state)
    return layer


def pytorch(heads: int, state: dict[str, Tensor]) -> nn.MultiheadAttention:
    """PyTorch's layer with this state."""
    layer = nn.MultiheadAttention(len(state["out_proj.bias"]), heads, batch_first=True)
    layer.load_state_dict(state)
    return layer


@pytest.mark.weight(2)
@pytest.mark.parametrize(("rows", "places", "width"), [(1, 3, 2), (2, 4, 3), (3, 2, 4)])
def test_one_head(
    student: Student, rng: torch.Generator, rows: int, places: int, width: int
) -> None:
    """With one head, the layer is attention between three projections, and a fourth one."""
    state = state_of(width, rng)
    batch = torch.randn(rows, places, width, generator=rng)

    answer = loaded(student, 1, state)(batch)

    expect.close(answer, pytorch(1, state)(batch, batch, batch)[0].detach(), axes=AXES)


@pytest.mark.weight(3)
@pytest.mark.parametrize(
    ("rows", "places", "width", "heads"), [(1, 3, 4, 2), (2, 5, 6, 3), (2, 2, 6, 2), (3, 4, 4, 4)]
)
def test_several_heads(
    student: Student, rng: torch.Generator, rows: int, places: int, width: int, heads: int
) -> None:
    """Each head has its own part of the features, and the parts come back to their places."""
    state = state_of(width, rng)
    batch = torch.randn(rows, places, width, generator=rng)

    answer = loaded(student, heads, state)(batch)

    expect.close(answer, pytorch(heads, state)(batch, batch, batch)[0].detach(), axes=AXES)


@pytest.mark.parametrize("heads", [1, 2])
def test_mask(student: Student, rng: torch.Generator, heads: int) -> None:
    """With a mask, no place learns from those that it may not look at."""
    state = state_of(4, rng)
    batch = torch.randn(2, 3, 4, generator=rng)
    mask = torch.ones(3, 3, dtype=torch.bool).tril()

    answer = loaded(student, heads, state)(batch, mask)

    wanted, _ = pytorch(heads, state)(batch, batch, batch, attn_mask=~mask)
    expect.close(answer, wanted.detach(), axes=AXES)


def test_way_back(student: Student, rng: torch.Generator) -> None:
    """Going backwards gives all parameters and the batch their gradients."""
    state = state_of(4, rng)
    batch = torch.randn(2, 3, 4, generator=rng).requires_grad_()
    inflow = torch.randn(2, 3, 4, generator=rng)
    theirs, other = pytorch(2, state), batch.detach().clone().requires_grad_()
    wanted, _ = theirs(other, other, other)
    wanted.backward(inflow)

    layer = loaded(student, 2, state)
    answer = layer(batch)
    expect.close(answer, wanted.detach(), axes=AXES)
    expect.that(answer.requires_grad, "No gradient flows back through the layer.")
    answer.backward(inflow)

    gradients = {**layer.gradients(), "batch": batch.grad}
    truths = {name: value.grad for name, value in theirs.named_parameters()}
    for name, truth in {**truths, "batch": other.grad}.items():
        sentence = expect.ours(f"No gradient flows back to `{name}`.")
        expect.that(gradients.get(name) is not None, sentence)
        expect.close(gradients[name], truth, name=f"The gradient of `{name}`")


def test_width_has_to_be_divided(student: Student, rng: torch.Generator) -> None:
    """Five features can't be divided into two heads: a ValueError. Six into three can."""
    state = state_of(6, rng)
    batch = torch.randn(1, 2, 6, generator=rng)

    answer = loaded(student, 3, state)(batch)
    expect.close(answer, pytorch(3, state)(batch, batch, batch)[0].detach(), axes=AXES)
    with expect.raises(ValueError, when="the width can't be divided into so many heads"):
        student.MultiHead(5, 2)
